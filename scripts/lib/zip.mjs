const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * The names and unpacked sizes of a zip archive's entries, from its central directory.
 *
 * @param {Buffer} archive of less than 4 GB and 65,535 entries
 * @returns {{ file: string, size: number }[]}
 */
export function zipEntries(archive) {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('not a zip archive');
  const entries = [];
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    );
    const name = archive.toString('utf8', at + 46, at + 46 + Number(nameLength));
    entries.push({ file: name, size: archive.readUInt32LE(at + 24) });
    at += 46 + Number(nameLength) + Number(extraLength) + Number(commentLength);
  }
  return entries;
}
