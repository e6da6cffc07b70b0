// Comes in: a source of random numbers; goes out: random markup with names, fields, tables and drawings in it.

const NAMES = 12;

/**
 * @param {(below: number) => number} random
 * @returns {string} well-formed HTML; no `id` twice
 */
export function markup(random) {
  const names = Array.from({ length: NAMES }, (_, index) => `i${index}`);
  const name = () => names.splice(random(names.length), 1)[0];
  const id = () => (random(2) && names.length > 0 ? ` id="${name()}"` : "");
  const times = (count, write) => Array.from({ length: count }, write).join("");
  const attributes = () => (random(3) ? "" : ` class="c${random(3)}"`) + (random(4) ? "" : ` data-v="${random(3)}"`);
  const options = () =>
    times(1 + random(3), (_, index) => `<option value="${index}"${random(3) ? "" : " selected"}>${random(4)}</option>`);
  const rows = () => times(random(3), () => `<tr${id()}><td>${random(9)}</td></tr>`);
  const parts = [
    () => `t${random(4)}`,
    () => `<!--c${random(3)}-->`,
    () => `<input${id()} value="${random(5)}">`,
    () => `<input type="checkbox"${id()}${random(2) ? " checked" : ""}>`,
    () => `<select${id()}>${options()}</select>`,
    () => `<textarea${id()}>${random(5)}</textarea>`,
    () => `<table${id()}${attributes()}><tbody>${rows()}</tbody></table>`,
    () => `<svg${id()} viewBox="0 0 ${random(5)} 1"><path d="M${random(9)}"/></svg>`,
  ];
  const element = (depth) => {
    const tag = ["div", "span", "section", "b"][random(4)];
    return `<${tag}${id()}${attributes()}>${depth > 0 ? content(depth - 1) : random(9)}</${tag}>`;
  };
  const content = (depth) =>
    times(depth === 3 ? 3 + random(6) : 1 + random(5), () => (random(2) ? element(depth) : parts[random(parts.length)]()));
  return content(3);
}
