/**
 * Adds ZᵀZ to the upper triangle of `products` (d × d, row-major). Z has its d columns one after the other in
 * `tile`, `stride` numbers apart, of which the first `count` are used. Each entry is one plain sum over the rows in
 * their order; columns go in groups of 3 × 3 so that nine sums stay in registers.
 */
export function addCrossProducts(
  products: Float64Array,
  tile: Float64Array,
  d: number,
  stride: number,
  count: number,
): void {
  for (let i = 0; i < d; i += 3) {
    for (let j = i; j < d; j += 3) addGroup(products, tile, d, stride, count, i, j);
  }
}

/** Columns i, i+1, i+2 against j, j+1, j+2; past the last column, the group takes the last one again. */
function addGroup(
  products: Float64Array,
  tile: Float64Array,
  d: number,
  stride: number,
  count: number,
  i: number,
  j: number,
): void {
  let p = i * stride;
  let q = Math.min(i + 1, d - 1) * stride;
  let r = Math.min(i + 2, d - 1) * stride;
  let u = j * stride;
  let v = Math.min(j + 1, d - 1) * stride;
  let w = Math.min(j + 2, d - 1) * stride;
  let [pu, pv, pw, qu, qv, qw, ru, rv, rw] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const end = p + count; p < end; p++, q++, r++, u++, v++, w++) {
    const a = tile[u]!;
    const b = tile[v]!;
    const c = tile[w]!;
    const first = tile[p]!;
    pu += first * a;
    pv += first * b;
    pw += first * c;
    const second = tile[q]!;
    qu += second * a;
    qv += second * b;
    qw += second * c;
    const third = tile[r]!;
    ru += third * a;
    rv += third * b;
    rw += third * c;
  }
  addRow(products, d, i, j, pu, pv, pw);
  addRow(products, d, i + 1, j, qu, qv, qw);
  addRow(products, d, i + 2, j, ru, rv, rw);
}

/** Adds to entries (i, j), (i, j + 1) and (i, j + 2) as far as they lie in the upper triangle. */
function addRow(
  products: Float64Array,
  d: number,
  i: number,
  j: number,
  a: number,
  b: number,
  c: number,
): void {
  if (i >= d) return;
  const at = i * d + j;
  if (i <= j) products[at]! += a;
  if (i <= j + 1 && j + 1 < d) products[at + 1]! += b;
  if (i <= j + 2 && j + 2 < d) products[at + 2]! += c;
}
