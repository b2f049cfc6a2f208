/** Reasons about the way to a server, a login and an answer, in both languages. */
import type { Said } from "./reason_samples.ts";

export const networkReasons: { readonly [A in "network" | "credentials" | "answer"]: Said<A> } = {
  network: {
    "no-https-url": [[{}, "the address to ask is not an https URL", "địa chỉ cần hỏi không phải URL https"]],
    "http-elsewhere": [[
      { hostname: "a.example" },
      "the address to ask, on a.example, has to be an https URL: a token would go in the clear",
      "địa chỉ cần hỏi, ở a.example, phải là URL https: nếu không, token sẽ bị gửi đi mà không được mã hóa",
    ]],
    "unsendable-header": [[
      { name: "authorization" },
      'the request\'s header "authorization" holds a character that cannot be sent',
      'tiêu đề "authorization" của yêu cầu có ký tự không gửi được',
    ]],
    "pins-behind-https-proxy": [[
      { from: "HTTPS_PROXY" },
      "HTTPS_PROXY: usage.pins cannot be checked through an https proxy; http and socks5 proxies will do",
      "HTTPS_PROXY: không kiểm tra được usage.pins qua proxy https; proxy http và socks5 thì được",
    ]],
    "long-login": [[
      { from: "HTTPS_PROXY" },
      "HTTPS_PROXY: a SOCKS proxy takes no name or password of more than 255 bytes",
      "HTTPS_PROXY: proxy SOCKS không nhận tên hoặc mật khẩu dài quá 255 byte",
    ]],
    "authorities-unreadable": [[
      { from: "usage.ca_file", path: "/ca.pem" },
      'usage.ca_file "/ca.pem" cannot be read',
      'usage.ca_file: không đọc được "/ca.pem"',
    ]],
    "authorities-missing": [[
      { from: "usage.ca_file", path: "/ca.pem" },
      'usage.ca_file "/ca.pem" does not exist',
      'usage.ca_file: không có tệp "/ca.pem"',
    ]],
    "authorities-damaged": [[
      { from: "usage.ca_file", path: "/ca.pem" },
      'usage.ca_file "/ca.pem" is damaged: a part of it is cut off, or not base64',
      'usage.ca_file: "/ca.pem" bị hỏng: có phần bị cắt mất, hoặc không phải base64',
    ]],
    "no-authorities": [[
      { from: "usage.ca_file", path: "/ca.pem" },
      'usage.ca_file "/ca.pem" holds no certificate in PEM form (BEGIN CERTIFICATE)',
      'usage.ca_file: "/ca.pem" không có chứng chỉ nào ở dạng PEM (BEGIN CERTIFICATE)',
    ]],
    "no-authority": [[
      { from: "usage.ca_file", path: "/ca.pem", number: 2 },
      'usage.ca_file "/ca.pem" holds something else than a certificate as number 2',
      'usage.ca_file: trong "/ca.pem", mục thứ 2 không phải chứng chỉ',
    ]],
    "unknown-store": [[
      { got: '"x"' },
      'DENO_TLS_CA_STORE must be system, mozilla or both with a comma between them, got "x"',
      'DENO_TLS_CA_STORE phải là system, mozilla hoặc cả hai cách nhau bằng dấu phẩy, nhận được "x"',
    ]],
    "bad-pin": [[
      { number: 1 },
      'usage.pins: number 1 is not "sha256/" and the base64 of 32 bytes',
      'usage.pins: mục thứ 1 không phải "sha256/" cùng base64 của 32 byte',
    ]],
    "proxy-no-address": [[
      { from: "usage.proxy" },
      "usage.proxy is not an address; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port",
      "usage.proxy không phải một địa chỉ; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng",
    ]],
    "proxy-more-than-port": [[
      { from: "usage.proxy" },
      "usage.proxy has something after the port, or a character in its password that has to be percent-encoded; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port",
      "usage.proxy có gì đó sau số cổng, hoặc mật khẩu có ký tự cần mã hóa phần trăm; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng",
    ]],
    "proxy-no-port": [[
      { from: "usage.proxy" },
      "usage.proxy has no port; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port",
      "usage.proxy không có số cổng; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng",
    ]],
    "proxy-unencoded-login": [[
      { from: "usage.proxy" },
      "usage.proxy has a user name or password that is not percent-encoded; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port",
      "usage.proxy có tên hoặc mật khẩu chưa được mã hóa phần trăm; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng",
    ]],
    "proxy-wants-login": [[
      { from: "usage.proxy" },
      "usage.proxy: the proxy wants a user name and password",
      "usage.proxy: proxy đòi tên người dùng và mật khẩu",
    ]],
    "proxy-refuses-login": [[
      { from: "usage.proxy" },
      "usage.proxy: the proxy refuses the user name and password",
      "usage.proxy: proxy từ chối tên người dùng và mật khẩu",
    ]],
    "proxy-scheme": [[
      { from: "usage.proxy", scheme: "ftp" },
      'usage.proxy has the scheme "ftp"; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port',
      'usage.proxy có giao thức "ftp"; được phép: HOST:PORT, hoặc URL http, https, socks5 hay socks5h không có gì sau số cổng',
    ]],
  },
  credentials: {
    "not-json": [[{}, "it is not valid JSON", "nội dung không phải JSON hợp lệ"]],
    "odd-types": [[{}, "its fields have other types than expected", "các trường có kiểu khác với dự kiến"]],
    "keychain-silent": [[{}, "it did not answer in time", "nó không trả lời kịp lúc"]],
    "keychain-locked": [[{}, "it is locked", "nó đang bị khóa"]],
    "security-not-run": [[{}, "security could not be run", "không chạy được security"]],
    "security-failed": [[{ status: 51 }, "security ended with 51", "security kết thúc với mã 51"]],
  },
  answer: {
    "too-large": [[{}, "it is larger than any usage answer", "nó lớn hơn mọi câu trả lời về mức dùng"]],
    empty: [[{}, "it is empty", "nó trống"]],
    "web-page": [[
      {},
      "it is a web page (a login page of this network?)",
      "nó là một trang web (trang đăng nhập của mạng này?)",
    ]],
    "not-json": [[{}, "it is not JSON", "nó không phải JSON"]],
    "reports-error": [[{}, "it reports an error", "nó báo có lỗi"]],
    "nothing-known": [[{}, "it has none of the known fields", "nó không có trường nào quen thuộc"]],
    "not-an-object": [
      [{ shape: "null" }, "it is null, not an object", "nó là null, không phải một đối tượng"],
      [{ shape: "list" }, "it is a list, not an object", "nó là một danh sách, không phải một đối tượng"],
      [{ shape: "string" }, "it is a string, not an object", "nó là một chuỗi, không phải một đối tượng"],
      [{ shape: "number" }, "it is a number, not an object", "nó là một số, không phải một đối tượng"],
      [
        { shape: "boolean" },
        "it is a boolean, not an object",
        "nó là true hoặc false, không phải một đối tượng",
      ],
    ],
    unread: [[
      { fields: ["five_hour", "limits"] },
      "five_hour, limits cannot be read",
      "không đọc được five_hour, limits",
    ]],
  },
};
