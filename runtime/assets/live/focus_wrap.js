// Comes in: an element that the keyboard must not leave, between two empty elements that take the focus; goes out: the focus, back
// to the other end.

import { focusable } from "./js.js";

/** The hook `Phoenix.FocusWrap`, which every page has. */
export const FocusWrap = {
  mounted() {
    const { el } = this;
    this.start = el.firstElementChild;
    this.end = el.lastElementChild;
    const isFromWithin = ({ relatedTarget }) => el.contains(relatedTarget);
    this.start.addEventListener("focus", (event) => this.focusAt(isFromWithin(event) ? -1 : 0));
    this.end.addEventListener("focus", (event) => this.focusAt(isFromWithin(event) ? 0 : -1));
    el.addEventListener("phx:show-end", () => this.focusAt(0));
    if (el.getClientRects().length > 0) this.focusAt(0);
  },

  /** @param {number} index of the element among those that take the focus; negative ones count from the end */
  focusAt(index) {
    const inside = focusable(this.el).filter((el) => el !== this.start && el !== this.end);
    inside.at(index)?.focus();
  },
};
