// Comes in: the page that loads this module; goes out: its LiveViews connected, as `window.liveSocket`.
// `<meta name="live-socket" content="/live">` names the endpoint (that is the default); `content="manual"` leaves connecting to the page.
// Hooks for `phx-hook` are taken from `window.liveHooks`, set before this module runs.

import { meta } from "./dom.js";
import { LiveSocket } from "./live.js";
// Named here so that the browser asks for all modules at once, not level by level.
import "./bindings.js";
import "./channel.js";
import "./events.js";
import "./fields.js";
import "./hooks.js";
import "./js.js";
import "./navigation.js";
import "./patch.js";
import "./refs.js";
import "./reload.js";
import "./rendered.js";
import "./renderer.js";
import "./serializer.js";
import "./socket.js";
import "./state.js";
import "./streams.js";
import "./timing.js";
import "./view.js";

const url = meta("live-socket") ?? "/live";

if (url !== "manual") {
  const params = () => ({ _csrf_token: meta("csrf-token") });
  window.liveSocket = new LiveSocket(url, { params, hooks: window.liveHooks });
  window.liveSocket.connect();
}
