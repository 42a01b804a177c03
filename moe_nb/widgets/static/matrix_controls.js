// The live matrix, part 3 of 4: what stands around the grid: choices, legend, and the reading beside it.

const ORDERS = { swept: "as swept", name: "A to Z", alike: "alike together", group: "by device" };
const MOST_LEGEND = 24;

/** The line of choices above the grid. */
class Controls {
  /** @param told { arrange, order, filter, gap, change } */
  constructor(told) {
    this.told = told;
    this.el = make("div", "moe-mx-controls", { role: "group", "aria-label": "What the matrix shows" });
    this.experience = choice("Experience", () => this.arrange());
    this.rows = choice("Rows", () => this.arrange());
    this.columns = choice("Columns", () => this.arrange());
    this.colour = choice("Colour by", () => this.arrange());
    this.order = choice("Order", () => told.order(this.order.select.value));
    this.swap = button("Swap", "Swap rows and columns", () => this.arrange({ isSwapped: true }));
    this.filter = field("Filter rows", value => told.filter(value));
    this.gap = button("Next gap", "Go to the next cell where nothing is served (G; Shift+G goes back)", () => told.gap(1));
    this.change = button("Next change", "Go to the next cell that is not like this one (C; Shift+C goes back)", () => told.change(1));
    this.held = make("span", "moe-mx-held");
    const pair = make("span", "moe-mx-pair");
    pair.append(this.gap, this.change);
    this.el.append(this.experience.el, this.rows.el, this.swap, this.columns.el, this.held, this.colour.el,
      this.order.el, this.filter.el, pair);
  }

  show(sheet, order) {
    this.sheet = sheet;
    fill(this.experience.select, [["-1", "(every experience key)"], ...numbered(sheet.experiences)], sheet.experience);
    fill(this.rows.select, numbered(sheet.sides).slice(0, -1), sheet.at[0]);
    fill(this.columns.select, numbered(sheet.sides), sheet.at[1]);
    fill(this.colour.select, numbered(sheet.colours), sheet.colours.indexOf(sheet.colour_by));
    const hasGroups = [sheet.rows, sheet.columns].some(side => side.groups.length && !side.is_nested);
    fill(this.order.select, Object.entries(ORDERS).filter(([name]) => name !== "group" || hasGroups), order);
    const isSame = this.axes === sheet.held.map(axis => axis.axis).join();
    this.axes = sheet.held.map(axis => axis.axis).join();
    if (!isSame) {
      this.heldChoices = sheet.held.map(axis => ({ axis: axis.axis, ...choice(axis.title, () => this.arrange()) }));
      this.held.replaceChildren(...this.heldChoices.map(one => one.el));
    }
    this.heldChoices.forEach((one, number) => {
      const { labels, value } = sheet.held[number];
      fill(one.select, [["-1", "(all)"], ...numbered(labels)], value);
    });
    this.swap.disabled = sheet.at[1] === sheet.sides.length - 1; // experience keys are columns only
  }

  arrange({ isSwapped = false } = {}) {
    const [rows, columns] = [this.rows, this.columns].map(one => Number(one.select.value));
    this.told.arrange({
      experience: Number(this.experience.select.value),
      rows: isSwapped ? columns : rows,
      columns: isSwapped ? rows : columns,
      at: this.heldChoices.map(one => [one.axis, Number(one.select.value)]),
      colour_by: Number(this.colour.select.value),
    });
  }
}

/** What the colours, patterns and codes mean, and how often each stands in the rows shown. */
class Legend {
  constructor(told) {
    this.told = told;
    this.chosen = new Set();
    this.el = make("div", "moe-mx-legend", { role: "group", "aria-label": "Legend: press to highlight" });
  }

  /** @param notes sentences below: how far inferred cells can be trusted */
  show(looks, counts, isByKey, notes) {
    const found = legendOrder(looks).filter(({ number }) => counts[number]);
    const before = document.activeElement?.dataset?.look;
    const parts = found.slice(0, MOST_LEGEND).map(({ look, number }) => {
      const el = button("", `${look.words}: highlight its cells`, () => this.toggle(number));
      el.removeAttribute("title");
      el.className = "moe-mx-key";
      el.dataset.look = number;
      el.setAttribute("aria-pressed", String(this.chosen.has(number)));
      const paint = paintOf(look);
      const swatch = make("span", `moe-mx-cell moe-mx-${paint.kind}`, { "aria-hidden": "true" }, look.code);
      swatch.style.background = paint.background;
      const words = isByKey && look.key ? `${look.key}: ${look.words}` : look.words;
      const count = counts[number].toLocaleString("en");
      el.setAttribute("aria-label", `${look.code} ${words}, ${count} ${counts[number] === 1 ? "cell" : "cells"}`);
      el.append(swatch, make("span", "moe-mx-words", {}, words), make("span", "moe-mx-count", {}, count));
      return el;
    });
    if (found.length > MOST_LEGEND) {
      parts.push(make("span", "moe-mx-soft", {}, `… and ${found.length - MOST_LEGEND} more; hover a cell to read its own`));
    }
    parts.push(...notes.map(note => make("p", "moe-mx-remark", {}, note)));
    this.el.replaceChildren(...parts);
    if (before) parts.find(part => part.dataset.look === before)?.focus();
  }

  toggle(number) {
    if (!this.chosen.delete(number)) this.chosen.add(number);
    for (const el of this.el.children) el.setAttribute?.("aria-pressed", String(this.chosen.has(Number(el.dataset.look))));
    this.told.highlight(this.chosen.size ? this.chosen : null);
  }
}

/** The reading beside the grid: cards of a cell, what a region shares, or how two cells differ. */
class Reading {
  /** @param told { pin, unpin, close } */
  constructor(told) {
    this.el = make("section", "moe-mx-reading", { "aria-label": "What is selected" });
    this.bar = make("div", "moe-mx-bar");
    this.pin = button("Pin to compare", "Keep this cell, to lay another beside it (P)", told.pin);
    this.unpin = button("Clear pins", "Forget the pinned cells", told.unpin);
    this.shut = button("Close", "Select nothing (Escape)", told.close);
    this.pins = make("span", "moe-mx-soft");
    this.bar.append(this.pin, this.unpin, this.shut, this.pins);
    this.text = make("div", "moe-mx-text", { tabIndex: 0, role: "region", "aria-label": "Cards" });
    this.text.dataset.lmSuppressShortcuts = "true";
    this.hint = make("p", "moe-mx-soft", {}, "Click a cell, or walk with the arrow keys and press Enter. "
      + "Shift selects a region, P pins a cell to compare, G goes to the next gap, C to the next change.");
    this.el.append(this.bar, this.hint, this.text);
    this.show("", [], false);
  }

  /** @param html written and escaped by the kernel */
  show(html, pins, canPin) {
    this.text.innerHTML = html;
    this.mark(pins, canPin);
  }

  mark(pins, canPin) {
    const isEmpty = !this.text.firstChild;
    this.hint.hidden = !isEmpty;
    this.text.hidden = isEmpty;
    this.shut.hidden = isEmpty;
    this.pin.hidden = !canPin;
    this.unpin.hidden = !pins.length;
    this.pins.textContent = pins.length ? `Pinned: ${pins.join(" and ")}` : "";
    this.bar.hidden = isEmpty && !pins.length;
  }
}

let fields = 0;

function choice(label, onChange) {
  const select = make("select", "");
  select.addEventListener("change", onChange);
  return { el: labelled(label, select), select };
}

function field(label, onInput) {
  const input = make("input", "", { type: "search", placeholder: "all", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => onInput(input.value));
  return { el: labelled(label, input), input };
}

function labelled(text, control) {
  const el = make("div", "moe-mx-choice");
  control.id = `moe-mx-field-${++fields}-${Math.random().toString(36).slice(2, 7)}`;
  control.dataset.lmSuppressShortcuts = "true";
  el.append(make("label", "", { for: control.id }, text), control);
  return el;
}

function button(text, tip, onClick) {
  const el = make("button", "moe-mx-button", { type: "button", title: tip }, text);
  el.dataset.lmSuppressShortcuts = "true";
  el.addEventListener("click", onClick);
  return el;
}

function numbered(texts) {
  return texts.map((text, number) => [String(number), text]);
}

function fill(select, options, value) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.dataset.options = wanted;
    select.replaceChildren(...options.map(([name, text]) => make("option", "", { value: name }, text)));
  }
  select.value = String(value);
}
