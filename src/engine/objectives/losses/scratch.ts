/** An array of so many numbers that is made anew only where it has to grow; what it holds is undefined. */
export type Scratch = (length: number) => Float64Array;

/** Room for one purpose, used again and again: each call takes what the call before was given. */
export function scratch(): Scratch {
  let room = new Float64Array(0);
  return (length) => {
    if (room.length < length) room = new Float64Array(length);
    return room.subarray(0, length);
  };
}
