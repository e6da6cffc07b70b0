// Comes in: the stream operations of a render and a `phx-update="stream"` container; goes out: items inserted, updated, deleted
// and limited in it.

/** The stream operations of one patch. */
export class StreamPlan {
  /** @param {Array} streams each `[ref, [[id, at, limit, updateOnly]…], [deleted id…], reset]` */
  constructor(streams) {
    this.streams = streams;
    this.inserts = new Map();
    for (const [ref, inserts] of streams) {
      for (const [id, at, limit, updateOnly] of inserts) {
        // The last call stands first and wins.
        if (!this.inserts.has(id)) this.inserts.set(id, { ref, at, limit, updateOnly });
      }
    }
  }

  /**
   * @param {Element|DocumentFragment} el
   * @returns {boolean} whether its children are a stream
   */
  isContainer(el) {
    return el.nodeType === 1 && el.getAttribute("phx-update") === "stream";
  }

  /**
   * Marks the items of a container that is new in the page.
   * @param {Element} container
   */
  inserted(container) {
    if (!this.isContainer(container)) return;
    const items = [...container.children];
    for (const item of items) {
      const insert = this.inserts.get(item.id);
      if (!insert) continue;
      if (insert.updateOnly) item.remove();
      else item.setAttribute("data-phx-stream", insert.ref);
    }
    // Written in the order of the calls; an item that asks for another place is moved there.
    for (const item of items) {
      const insert = this.inserts.get(item.id);
      if (insert && item.parentNode === container && insert.at >= 0) place(container, item, insert.at);
    }
    this.limit(container, items);
  }

  /**
   * Patches the children of a container.
   * @param {object} morph the patch under way
   * @param {Element} from container in the page
   * @param {Element} to what was rendered: new and changed items, and children outside the stream
   */
  children(morph, from, to) {
    const replaced = this.deleteItems(morph, from);
    const wanted = new Set([...to.children].map((child) => child.id));
    const fresh = [];
    for (const child of [...from.children]) {
      // The join starts a new stream; besides, children outside the stream come and go as anywhere else.
      const outside = morph.options.join || !child.hasAttribute("data-phx-stream");
      if ((outside || replaced.has(child)) && !wanted.has(child.id)) morph.remove(child);
    }
    for (const item of [...to.children]) {
      const insert = this.inserts.get(item.id);
      const present = [...from.children].find((child) => child.id === item.id);
      if (insert && !present && insert.updateOnly) continue;
      if (present) {
        morph.claimed.add(present);
        if (insert && (replaced.has(present) || morph.options.join)) place(from, present, insert.at);
        morph.element(present, item);
      } else {
        place(from, item, insert ? insert.at : -1, !insert);
        morph.inserted(item);
        fresh.push(item);
      }
      if (insert) (present ?? item).setAttribute("data-phx-stream", insert.ref);
    }
    this.limit(from, fresh);
  }

  // Removes what was deleted; returns what a reset is going to replace.
  deleteItems(morph, container) {
    const replaced = new Set();
    for (const [ref, , deletes, reset] of this.streams) {
      const gone = new Set(deletes);
      for (const child of [...container.children]) {
        if (reset && child.getAttribute("data-phx-stream") === ref) replaced.add(child);
        else if (gone.has(child.id) && !this.inserts.has(child.id)) morph.remove(child);
      }
    }
    return replaced;
  }

  limit(container, fresh) {
    for (const { id } of fresh) {
      const { ref, limit } = this.inserts.get(id) ?? {};
      if (!limit) continue;
      const items = [...container.children].filter((child) => child.getAttribute("data-phx-stream") === ref);
      const surplus = limit > 0 ? items.slice(limit) : items.slice(0, Math.max(0, items.length + limit));
      surplus.forEach((item) => item.remove());
    }
  }
}

// `at`: 0 first, -1 last, n before the child that is there. Children outside the stream that end the list stay at its end.
function place(container, item, at, outside = false) {
  const others = [...container.children].filter((child) => child !== item);
  if (at === -1) {
    const last = others.at(-1);
    const stays = !outside && last && !last.hasAttribute("data-phx-stream");
    container.insertBefore(item, stays ? others.find((child) => !child.hasAttribute("data-phx-stream")) : null);
  } else {
    container.insertBefore(item, others[at] ?? null);
  }
}
