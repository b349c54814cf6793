/* Filters, sorts and pages the flagged records. Values are put in as text only; the state stands in the address. */
(() => {
  "use strict";
  const PAGE = matchMedia("(max-width: 56rem)").matches ? 20 : 50;
  const COLUMNS = [
    ["record_key", "Record"], ["clause", "Promise"], ["store", "Store"], ["table", "Table"], ["category", "Category"],
    ["due_on", "Due on"], ["overdue_days", "Days overdue"], ["remedy", "Remedy"], ["first_flagged_on", "First flagged"],
  ];
  const NUMBERS = new Set(["overdue_days"]);
  const SEARCHED = ["record_key", "clause", "store", "table", "category", "columns", "because", "subject", "status", "flag_id"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const at = (id) => document.getElementById(id);
  if (!at("list")) return;

  const data = JSON.parse(at("data").textContent);
  const count = (packed) => (packed.values || packed.places).length;
  const get = (row, name) => {
    const packed = data.rows[name];
    return packed.values ? packed.values[row] : packed.distinct[packed.places[row]];
  };
  const total = count(data.rows.flag_id);
  const start = { clause: "", store: "", q: "", sort: "-overdue_days", page: 1 };
  let state = { ...start };
  let found = [];
  let texts = null;

  const number = (n) => n.toLocaleString("en-GB");
  const day = (text) => {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    return parts ? `${Number(parts[3])} ${MONTHS[Number(parts[2]) - 1]} ${parts[1]}` : text;
  };
  const short = (text) => day(text).replace(/ ([A-Z][a-z]{2})[a-z]+ /, " $1 ");
  const dates = (text) => text.replace(/\b\d{4}-(0[1-9]|1[0-2])-\d{2}\b/g, day);
  const spoken = (name) => name.replaceAll("_", " ");
  const plain = (value) => {
    if (value === null || value === undefined || value === "") return "not stated";
    if (value === true || value === "true") return "yes";
    if (value === false || value === "false") return "no";
    return day(String(value));
  };
  const make = (kind, attributes, ...children) => {
    const element = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") element.addEventListener("click", value);
      else if (value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    state = { ...start };
    for (const name of ["clause", "store", "q", "sort"]) if (given.has(name)) state[name] = given.get(name);
    if (!COLUMNS.some(([name]) => name === state.sort.replace(/^-/, ""))) state.sort = start.sort;
    state.page = Math.max(1, Number.parseInt(given.get("page"), 10) || 1);
  };
  const write = () => {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value !== start[name]) kept.set(name, value);
    const text = kept.toString();
    history.replaceState(null, "", `#${text || "flagged"}`);
  };

  const search = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) {
      texts = Array.from({ length: total }, (_, row) =>
        SEARCHED.map((name) => get(row, name) || "").join("\n").toLowerCase());
    }
    found = [];
    for (let row = 0; row < total; row += 1) {
      if (state.clause && get(row, "clause") !== state.clause) continue;
      if (state.store && get(row, "store") !== state.store) continue;
      if (words.some((word) => !texts[row].includes(word))) continue;
      found.push(row);
    }
    const down = state.sort.startsWith("-");
    const name = state.sort.replace(/^-/, "");
    found.sort((one, two) => {
      const [a, b] = [get(one, name), get(two, name)];
      if (a === b) return one - two;
      if (a === null) return 1;
      if (b === null) return -1;
      return (a < b ? -1 : 1) * (down ? -1 : 1);
    });
  };

  const list = (title, pairs) => {
    const dl = make("dl", {});
    for (const [name, value] of pairs) dl.append(make("dt", {}, spoken(name)), make("dd", {}, value));
    return make("div", {}, make("h4", {}, title), dl);
  };
  const detail = (row, id) => {
    const facts = JSON.parse(get(row, "facts") || "{}");
    const grounds = Object.entries(facts.grounds_that_lost || {});
    delete facts.grounds_that_lost;
    const clause = data.clauses[get(row, "clause")];
    const subject = get(row, "subject");
    const rest = [["flag", make("code", {}, get(row, "flag_id"))]];
    if (get(row, "columns")) rest.unshift(["columns", get(row, "columns")]);
    if (subject) {
      const all = make("button", { type: "button", class: "link", on: () => change({ clause: "", store: "", q: subject }) },
        "show every flag of this person");
      rest.push(["data subject", make("span", {}, make("code", {}, subject), " ", all)]);
    }
    const about = clause ? make("p", { class: "promised" }, make("q", {}, clause.quote), " ",
      make("span", { class: "small" }, clause.law.join("; "))) : null;
    const lost = grounds.length
      ? list("Grounds to keep it that lost", grounds.map(([name, value]) => [name, value ? "applies" : "does not apply"])) : null;
    return make("tr", { class: "detail", role: "row", id },
      make("td", { role: "cell", colspan: COLUMNS.length },
        make("p", { class: "because" }, dates(get(row, "because") || "")), about,
        make("div", { class: "facts" },
          list("Facts", Object.entries(facts).map(([name, value]) => [name, plain(value)])), lost, list("Identity", rest)),
        make("p", { class: "explain" }, "To ask why, and what would clear it: ",
          make("code", {}, `abide explain ${get(row, "flag_id")}`))));
  };
  const cell = (row, name, label) => {
    const value = get(row, name);
    if (value === null || value === "") {
      return make("td", { role: "cell", "data-label": label, class: NUMBERS.has(name) ? "n zero dash" : "zero dash" }, "–");
    }
    let text = value;
    let kind = null;
    if (name === "remedy") {
      const status = get(row, "status");
      const told = status === "open" ? null : make("span", { class: "small" }, dates(status));
      return make("td", { role: "cell", "data-label": label }, data.remedies[value] || value, told);
    }
    if (NUMBERS.has(name)) [text, kind] = [number(value), "n"];
    else if (name.endsWith("_on")) [text, kind] = [short(value), "day"];
    return make("td", { role: "cell", "data-label": label, class: kind }, text);
  };
  const line = (row) => {
    const id = `d-${row}`;
    const open = make("button", { type: "button", class: "open", "aria-expanded": "false", "aria-controls": id },
      get(row, "record_key"));
    const tr = make("tr", { role: "row" }, make("th", { scope: "row", role: "rowheader" }, open),
      ...COLUMNS.slice(1).map(([name, label]) => cell(row, name, label)));
    open.addEventListener("click", () => {
      const shown = open.getAttribute("aria-expanded") === "true";
      open.setAttribute("aria-expanded", String(!shown));
      if (shown) tr.nextElementSibling.remove();
      else tr.after(detail(row, id));
    });
    return tr;
  };

  const show = () => {
    search();
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    state.page = Math.min(state.page, pages);
    const from = (state.page - 1) * PAGE;
    const now = found.slice(from, from + PAGE);
    for (const name of ["clause", "store", "q", "sort"]) {
      if (at(`f-${name}`).value !== state[name]) at(`f-${name}`).value = state[name];
    }
    at("rows").replaceChildren(...now.map(line));
    at("status").textContent = found.length
      ? `Showing ${number(from + 1)} to ${number(from + now.length)} of ${number(found.length)} flagged records` +
        (found.length < total ? ` (${number(total)} without the filter)` : "")
      : "No flagged record fits the filter.";
    at("flags").hidden = !found.length;
    at("p-at").textContent = `Page ${number(state.page)} of ${number(pages)}`;
    at("p-back").disabled = state.page === 1;
    at("p-on").disabled = state.page === pages;
    at("p-at").parentElement.hidden = pages === 1;
    for (const head of at("heads").children) {
      const name = head.dataset.name;
      const order = state.sort === name ? "ascending" : state.sort === `-${name}` ? "descending" : "none";
      head.setAttribute("aria-sort", order);
    }
  };
  const change = (what) => {
    state = { ...state, page: 1, ...what };
    show();
    write();
  };

  for (const [name, label] of COLUMNS) {
    const sort = () => change({ sort: state.sort === name ? `-${name}` : state.sort === `-${name}` ? name
      : NUMBERS.has(name) ? `-${name}` : name });
    at("heads").append(make("th", { scope: "col", role: "columnheader", "data-name": name, class: NUMBERS.has(name) ? "n" : null },
      make("button", { type: "button", on: sort }, label)));
    at("f-sort").append(make("option", { value: name }, `${label}, upwards`), make("option", { value: `-${name}` }, `${label}, downwards`));
  }
  for (const name of ["clause", "store", "sort"]) at(`f-${name}`).addEventListener("change", (e) => change({ [name]: e.target.value }));
  let waiting = 0;
  at("f-q").addEventListener("input", (e) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ q: e.target.value.trim() }), 150);
  });
  at("f-clear").addEventListener("click", () => change({ ...start }));
  const turn = (by) => {
    change({ page: state.page + by });
    at("status").scrollIntoView({ block: "start" });
  };
  at("p-back").addEventListener("click", () => turn(-1));
  at("p-on").addEventListener("click", () => turn(1));
  const follow = () => {
    if (!location.hash.includes("=")) return;
    read();
    show();
    at("list").scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", follow);
  at("list").hidden = false;
  show();
  follow();
})();
