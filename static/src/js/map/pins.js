// Where the places are, in as few letters as can be; what they are called follows when it is needed.

const SCALE = 1e5;
const PART = 256;

// Each number but the first says how far on from the one before.
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

// Latitude and longitude in turn, each as a step in the letters of Google's encoded polyline (webapp/venues/pins.py).
function unfolded(written) {
  const positions = [];
  const sums = [0, 0];
  let letter = 0;
  while (letter < written.length) {
    for (const axis of [0, 1]) {
      let step = 0;
      let bits;
      for (let shift = 0; shift === 0 || bits >= 32; shift += 5) {
        bits = written.charCodeAt(letter++) - 63;
        step |= (bits & 31) << shift;
      }
      sums[axis] += step & 1 ? ~(step >> 1) : step >> 1;
    }
    positions.push([sums[0] / SCALE, sums[1] / SCALE]);
  }
  return positions;
}

async function json(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address} ${answer.status}`);
  return answer.json();
}

placeMap.Pins = class {
  static async fetch(address) {
    return new placeMap.Pins(address, await json(address));
  }

  constructor(address, { positions, schemes }) {
    this.address = address;
    this.positions = unfolded(positions);
    this.schemes = Array.from(schemes, Number);
    this.parts = new Map();
  }

  // Which places the list shows: all, the places at the set bits, or those at the ends of the steps.
  chosen(written) {
    if (written === "all") return this.positions.map((_, index) => index);
    if (written.startsWith("steps:")) return written === "steps:" ? [] : summed(written.slice(6).split(",").map(Number));
    const bytes = Uint8Array.from(atob(written.slice(5)), (letter) => letter.charCodeAt(0));
    return this.positions.map((_, index) => index).filter((index) => bytes[index >> 3] & (128 >> (index & 7)));
  }

  // Name and address word of a place; they lie together by where they are, so neighbours come along.
  async about(index) {
    const part = Math.floor(index / PART);
    if (!this.parts.has(part)) {
      const coming = json(this.address.replace(/\.json$/, `/${part}.json`));
      coming.catch(() => this.parts.delete(part));
      this.parts.set(part, coming);
    }
    const { names, slugs, lines } = await this.parts.get(part);
    const place = index % PART;
    const name = names[place];
    // The rule of webapp/venues/pins.py, which leaves out the slugs that follow from the names.
    const slug = slugs[place] || name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return { name, slug, line: lines[place] };
  }
};
