/** Why a server is not reached, and a login or an answer cannot be used, in Vietnamese. */
import type { AnswerReason, AnswerShape, CredentialsReason, NetworkReason } from "../../reason.ts";

export function networkReasonVi(reason: NetworkReason): string {
  switch (reason.kind) {
    case "no-https-url":
      return "địa chỉ cần hỏi không phải URL https";
    case "http-elsewhere":
      return `địa chỉ cần hỏi, ở ${reason.hostname}, phải là URL https: nếu không, token sẽ bị gửi đi mà không được mã hóa`;
    case "unsendable-header":
      return `tiêu đề "${reason.name}" của yêu cầu có ký tự không gửi được`;
    case "pins-behind-https-proxy":
      return `${reason.from}: không kiểm tra được usage.pins qua proxy https; proxy http và socks5 thì được`;
    case "authorities-unreadable":
      return `${reason.from}: không đọc được "${reason.path}"`;
    case "authorities-missing":
      return `${reason.from}: không có tệp "${reason.path}"`;
    case "authorities-damaged":
      return `${reason.from}: "${reason.path}" bị hỏng: có phần bị cắt mất, hoặc không phải base64`;
    case "no-authorities":
      return `${reason.from}: "${reason.path}" không có chứng chỉ nào ở dạng PEM (BEGIN CERTIFICATE)`;
    case "no-authority":
      return `${reason.from}: trong "${reason.path}", mục thứ ${reason.number} không phải chứng chỉ`;
    case "unknown-store":
      return `DENO_TLS_CA_STORE phải là system, mozilla hoặc cả hai cách nhau bằng dấu phẩy, nhận được ${reason.got}`;
    case "bad-pin":
      return `usage.pins: mục thứ ${reason.number} không phải "sha256/" cùng base64 của 32 byte`;
    case "proxy-scheme":
      return withAllowed(`${reason.from} có giao thức "${reason.scheme}"`);
    case "proxy-no-address":
      return withAllowed(`${reason.from} không phải một địa chỉ`);
    case "proxy-more-than-port":
      return withAllowed(
        `${reason.from} có gì đó sau số cổng, hoặc mật khẩu có ký tự cần mã hóa phần trăm`,
      );
    case "proxy-no-port":
      return withAllowed(`${reason.from} không có số cổng`);
    case "proxy-unencoded-login":
      return withAllowed(`${reason.from} có tên hoặc mật khẩu chưa được mã hóa phần trăm`);
    case "long-login":
      return `${reason.from}: proxy SOCKS không nhận tên hoặc mật khẩu dài quá 255 byte`;
    case "proxy-wants-login":
      return `${reason.from}: proxy đòi tên người dùng và mật khẩu`;
    case "proxy-refuses-login":
      return `${reason.from}: proxy từ chối tên người dùng và mật khẩu`;
  }
}

function withAllowed(what: string): string {
  return `${what}; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng`;
}

export function credentialsReasonVi(reason: CredentialsReason): string {
  switch (reason.kind) {
    case "not-json":
      return "nội dung không phải JSON hợp lệ";
    case "odd-types":
      return "các trường có kiểu khác với dự kiến";
    case "keychain-silent":
      return "nó không trả lời kịp lúc";
    case "keychain-locked":
      return "nó đang bị khóa";
    case "security-not-run":
      return "không chạy được security";
    case "security-failed":
      return `security kết thúc với mã ${reason.status}`;
  }
}

const shapes: Readonly<Record<AnswerShape, string>> = {
  null: "null",
  list: "một danh sách",
  string: "một chuỗi",
  number: "một số",
  boolean: "true hoặc false",
};

export function answerReasonVi(reason: AnswerReason): string {
  switch (reason.kind) {
    case "too-large":
      return "nó lớn hơn mọi câu trả lời về mức dùng";
    case "empty":
      return "nó trống";
    case "web-page":
      return "nó là một trang web (trang đăng nhập của mạng này?)";
    case "not-json":
      return "nó không phải JSON";
    case "not-an-object":
      return `nó là ${shapes[reason.shape]}, không phải một đối tượng`;
    case "reports-error":
      return "nó báo có lỗi";
    case "unread":
      return `không đọc được ${reason.fields.join(", ")}`;
    case "nothing-known":
      return "nó không có trường nào quen thuộc";
  }
}
