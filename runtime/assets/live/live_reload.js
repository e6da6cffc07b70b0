// Comes in: the versions of pages and style sheets, from the server that is being worked on; goes out: a page that is up to date.
// Config::live_reload puts it into pages; it is for development alone.

const known = Object.fromEntries(new URL(import.meta.url).searchParams);
const RETRY = 500;

let source = null;

function connect() {
  if (source) return;
  source = new EventSource(new URL("live_reload", import.meta.url));
  source.onmessage = ({ data }) => update(JSON.parse(data));
  // Browsers that give up while the server is being built are told not to.
  source.onerror = ({ target }) => {
    if (target !== source || target.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(follow, RETRY);
  };
}

function disconnect() {
  source?.close();
  source = null;
}

function update({ server, pages, styles }) {
  if (`${server} ${pages}` !== `${known.server} ${known.pages}`) {
    disconnect();
    location.reload();
  } else if (`${styles}` !== known.styles) {
    known.styles = `${styles}`;
    for (const link of Object.values(styleSheets())) restyle(link, styles);
  }
}

/** The links to style sheets of this server by their path, of several with one path the last. */
function styleSheets() {
  const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
  const ours = links.filter(({ href }) => new URL(href).origin === location.origin);
  return Object.fromEntries(ours.map((link) => [new URL(link.href).pathname, link]));
}

/** Puts a new style sheet behind the old one, which goes when the new one is there. */
function restyle(link, version) {
  const url = new URL(link.href);
  url.searchParams.set("live_reload", version);
  const fresh = link.cloneNode();
  fresh.href = url;
  fresh.onload = fresh.onerror = () => {
    for (const other of document.querySelectorAll("link[rel~=stylesheet]"))
      if (other !== fresh && new URL(other.href).pathname === url.pathname) other.remove();
  };
  link.after(fresh);
}

// A browser keeps few connections to a server: windows that nobody sees leave theirs to others.
const follow = () => (document.hidden ? disconnect() : connect());
document.addEventListener("visibilitychange", follow);
// A page that is kept for the way back must not keep its connection.
addEventListener("pagehide", disconnect);
addEventListener("pageshow", follow);
follow();
