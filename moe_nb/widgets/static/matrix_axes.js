// The live matrix, part 1 of 4: what is shown in which order, and how a look is painted. No page is touched here.

const COLOUR = /^#[0-9a-f]{6}$/;
const PAPER = "#f2f2f2";
const STRIPE = "repeating-linear-gradient(90deg,#f3c9c4 0 3px,#fbe9e7 3px 7px)";
const KINDS = ["served", "not_served", "inferred", "mixed", "failed", "not_asked"];

/** Return the bytes behind a buffer of the kernel, without copying. */
function bytesOf(view) {
  return view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0);
}

/** Return the numbers of changed cells; a copy, since a message need not begin where 4-byte numbers may. */
function positionsOf(view) {
  return new Uint32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

/** Return class and background of a look: its pattern says the kind, so that colour never stands alone. */
function paintOf(look) {
  const colours = look.colours.filter(colour => COLOUR.test(colour));
  const [first] = colours;
  let background = first ?? PAPER;
  if (look.kind === "not_served") {
    background = hatchOf(first);
  } else if (look.kind === "inferred") {
    background = `repeating-linear-gradient(0deg,${first ?? "#d8d8d8"} 0 3px,#ffffff 3px 6px)`;
  } else if (look.kind === "failed") {
    background = STRIPE;
  } else if (look.kind === "not_asked") {
    background = "transparent";
  } else if (look.kind === "mixed") {
    const bands = look.gap ? [...colours, "transparent"] : colours;
    const stops = bands.map((band, at) => `${band} ${edge(at, bands)}% ${edge(at + 1, bands)}%`);
    if (bands.length > 1) background = `linear-gradient(135deg,${stops})`;
    const hatch = hatchOf(COLOUR.test(look.hatch) ? look.hatch : undefined);
    if (look.gap) background = bands.length > 1 ? `${background},${hatch}` : hatch;
  }
  return { background, kind: KINDS.includes(look.kind) ? look.kind : "mixed" };
}

/** Return the hatch of a gap. */
function hatchOf(colour = "#d8d8d8") {
  return `repeating-linear-gradient(45deg,${colour} 0 3px,${PAPER} 3px 7px)`;
}

function edge(at, bands) {
  return Math.round((100 * at) / bands.length);
}

/** Return the looks in the order of a legend, each with its number. */
function legendOrder(looks) {
  const rank = look => KINDS.indexOf(look.kind);
  return looks.map((look, number) => ({ look, number })).sort((a, b) =>
    rank(a.look) - rank(b.look) || a.look.key.localeCompare(b.look.key)
    || a.look.code.localeCompare(b.look.code, "en", { numeric: true }));
}

/** Return what a row or column is called in full. */
function fullLabel(side, at) {
  const label = side.hints.length && side.title !== "User-Agent" ? side.hints[at] : side.labels[at];
  return side.is_nested ? `${side.groups[at]} · ${label}` : label;
}

/**
 * Return the rows or columns to show, in order.
 *
 * @param side labels and groups, as the kernel describes them
 * @param order "swept", "name", "alike" or "group"
 * @param words what a label must contain, in lower case
 * @param line returns the cells of a row, to put equal ones together
 */
function orderOf(side, order, words, line) {
  const found = side.labels.map((_, at) => at).filter(at => {
    const text = `${side.groups[at] ?? ""} ${side.labels[at]} ${side.hints[at] ?? ""}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
  if (order === "name") {
    found.sort((a, b) => fullLabel(side, a).localeCompare(fullLabel(side, b), "en", { numeric: true }));
  } else if (order === "alike") {
    const lines = new Map(found.map(at => [at, line(at)]));
    found.sort((a, b) => compareLines(lines.get(a), lines.get(b)) || a - b);
  } else if (order === "group" && side.groups.length) {
    const groups = [...new Set(side.groups)];
    found.sort((a, b) => groups.indexOf(side.groups[a]) - groups.indexOf(side.groups[b]) || a - b);
  }
  return found;
}

function compareLines(a, b) {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Return runs of neighbours that belong together: { name, from, to }, or nothing where groups mean nothing. */
function groupsOf(side, shown, order) {
  if (!side.groups.length || !(order === "group" || (side.is_nested && order === "swept"))) return [];
  const runs = [];
  shown.forEach((at, place) => {
    const last = runs.at(-1);
    if (last && last.name === side.groups[at]) last.to = place + 1;
    else runs.push({ name: side.groups[at], from: place, to: place + 1 });
  });
  return runs;
}

/** Return rows with a heading before each group: numbers are rows, objects are headings. */
function withHeadings(shown, groups) {
  const lines = [];
  let next = 0;
  shown.forEach((at, place) => {
    if (groups[next]?.from === place) lines.push(groups[next++]);
    lines.push(at);
  });
  return lines;
}
