import { assertEquals } from "@std/assert";
import { ico, png } from "../../packaging/app_icon.ts";
import { decoded, hasDecoder } from "../support/icon_decoder.ts";

Deno.test("ico() holds pictures for every scale of the Windows shell", async () => {
  const icon = await ico();
  const view = new DataView(icon.buffer, icon.byteOffset);
  const sizes = Array.from({ length: view.getUint16(4, true) }, (_, index) => view.getUint8(6 + 16 * index));
  // A size of 256 is written as 0.
  assertEquals(sizes, [16, 20, 24, 32, 40, 48, 64, 0]);
});

Deno.test({
  name: "ico() holds the drawing in each size, as an independent program reads it",
  ignore: !hasDecoder,
  async fn() {
    const sizes = [16, 20, 24, 32, 40, 48, 64, 256];
    const pictures = await decoded([await ico()], "ico");
    assertEquals(pictures.map(({ width, height }) => [width, height]), sizes.map((size) => [size, size]));
    assertEquals(pictures, await decoded(await Promise.all(sizes.map(png)), "png"));
  },
});
