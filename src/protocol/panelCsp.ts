/**
 * The toolkit's foundation, when it loads, adds one empty `<style>` to the page, tries a selector in it and removes
 * it again. This is the SHA-256 of that element's text, the empty string: allowing it allows no style at all.
 */
export const EMPTY_STYLE_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The panel's Content-Security-Policy. Scripts run by nonce, styles, the icon font and pictures come from the
 * extension's own files; there is no inline script, no style attribute and nothing `unsafe-*`.
 *
 * @param cspSource the webview's own origin (`webview.cspSource`)
 * @param nonce fresh for every page, at least 128 random bits
 */
export function panelCsp(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} ${EMPTY_STYLE_HASH}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
}
