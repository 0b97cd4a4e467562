// Runs before the bundle, in Node. Vega measures text on a canvas; where there is none, it takes every character for
// almost as wide as it is high. This stand-in knows how wide the characters of common sans serif fonts are.
module = exports = undefined; // so that the bundle's scripts define globals, as in a page
globalThis.document = {
  createElement: () => ({
    getContext: () => ({
      font: '11px sans-serif',
      measureText(text) {
        let ems = 0;
        for (const character of text) {
          if (/[ijl.,:;'|!I[\]()ft ]/.test(character)) ems += 0.32;
          else if (/[mwMW%@]/.test(character)) ems += 0.9;
          else if (/[A-Z]/.test(character)) ems += 0.68;
          else if (/[\u1100-\uffff]|[\ud800-\udfff]/.test(character)) ems += 1;
          else ems += 0.58;
        }
        const bold = /\b(bold|[6-9]00)\b/.test(this.font) ? 1.07 : 1;
        return { width: ems * bold * parseFloat(/([\d.]+)px/.exec(this.font)[1]) };
      },
    }),
  }),
};
