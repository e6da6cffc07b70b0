// The official clients from npm: a browser context comes in; in its pages they stand in the place of Bennu's client.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The lines that a Phoenix application starts its clients with. */
const START = `
const token = document.querySelector("meta[name='csrf-token']").getAttribute("content");
window.liveSocket = new LiveView.LiveSocket("/live", Phoenix.Socket, { params: { _csrf_token: token } });
window.liveSocket.connect();
`;

/** The clients as published, started once however many files of Bennu's client the page asks for. */
async function bundle() {
  const published = (name) => join(dirname(require.resolve(name)), `${name}.min.js`);
  const texts = await Promise.all(["phoenix", "phoenix_live_view"].map((name) => readFile(published(name), "utf8")));
  return `if (!window.liveSocket) {\n${texts.join("\n")}\n${START}}\nexport {};\n`;
}

/** No file of Bennu's client gets through: each request for one is answered with the official clients. */
export async function useOfficialClients(context) {
  const body = await bundle();
  await context.route("**/bennu/**", (route) => route.fulfill({ contentType: "text/javascript", body }));
}
