/**
 * Adds ZᵀZ to the upper triangle of `products` (d × d, row-major). Z has its d columns one after the other in
 * `tile`, `stride` numbers apart, of which the first `count` are used. Each entry is one plain sum over the rows in
 * their order; columns go in groups of 3 × 2 so that the sums stay in registers.
 */
export function addCrossProducts(
  products: Float64Array,
  tile: Float64Array,
  d: number,
  stride: number,
  count: number,
): void {
  let i = 0;
  for (; i + 3 <= d; i += 3) {
    let j = i;
    for (; j + 2 <= d; j += 2) addGroup(products, tile, d, stride, count, i, j);
    if (j < d) for (let row = i; row < i + 3; row++) addPair(products, tile, d, stride, count, row, j);
  }
  for (; i < d; i++) {
    for (let j = i; j < d; j++) addPair(products, tile, d, stride, count, i, j);
  }
}

/** Columns i, i+1, i+2 against j, j+1; entries that fall below the diagonal are left alone. */
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
  let q = p + stride;
  let r = q + stride;
  let u = j * stride;
  let v = u + stride;
  let pu = 0;
  let pv = 0;
  let qu = 0;
  let qv = 0;
  let ru = 0;
  let rv = 0;
  for (const end = p + count; p < end; p++, q++, r++, u++, v++) {
    const a = tile[u]!;
    const b = tile[v]!;
    const first = tile[p]!;
    pu += first * a;
    pv += first * b;
    const second = tile[q]!;
    qu += second * a;
    qv += second * b;
    const third = tile[r]!;
    ru += third * a;
    rv += third * b;
  }
  let at = i * d + j;
  products[at]! += pu;
  products[at + 1]! += pv;
  at += d;
  if (j >= i + 1) products[at]! += qu;
  if (j + 1 >= i + 1) products[at + 1]! += qv;
  at += d;
  if (j >= i + 2) products[at]! += ru;
  if (j + 1 >= i + 2) products[at + 1]! += rv;
}

function addPair(
  products: Float64Array,
  tile: Float64Array,
  d: number,
  stride: number,
  count: number,
  i: number,
  j: number,
): void {
  if (j < i) return;
  let p = i * stride;
  let u = j * stride;
  let sum = 0;
  for (const end = p + count; p < end; p++, u++) sum += tile[p]! * tile[u]!;
  products[i * d + j]! += sum;
}
