// Comes in: the page that loads this module; goes out: its LiveViews connected, as `window.liveSocket`.
// `<meta name="live-socket" content="/live">` names the endpoint (that is the default); `content="manual"` leaves connecting to the page.

import { meta } from "./dom.js";
import { LiveSocket } from "./live.js";

const url = meta("live-socket") ?? "/live";

if (url !== "manual") {
  const params = () => ({ _csrf_token: meta("csrf-token") });
  window.liveSocket = new LiveSocket(url, { params, hooks: window.liveHooks ?? {} });
  window.liveSocket.connect();
}
