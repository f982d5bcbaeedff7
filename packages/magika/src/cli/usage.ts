/** What `--help` prints. */
export const usage = `Tells what files are, from their content.

Usage: nearside-magika [OPTIONS] [PATH]...

Arguments:
  [PATH]...  Files and directories; a dash (-) reads standard input, once

What is looked at:
  -r, --recursive       The files within directories instead of the directories themselves
      --no-dereference  Symbolic links as such, instead of what they lead to
      --stdin0          Also the paths on standard input, each ended by a NUL: find … -print0 | nearside-magika --stdin0
  -m, --prediction-mode <MODE>
                        high-confidence (default), medium-confidence or best-guess

What is printed, a line for each:
  -s, --output-score    The score too, in percent
  -i, --mime-type       The MIME type instead of the description
  -l, --label           A simple label instead of the description
  -c, --compatibility-mode
                        As close as possible to file(1): the description, never in colors
      --json            A JSON array
      --jsonl           JSON, an object a line
      --format <CUSTOM> A format of your own:
                          %p  The path
                          %l  The label
                          %d  The description
                          %g  The group
                          %m  The MIME type
                          %e  The extensions, as [py,pyi]
                          %s  The score, as 0.95
                          %S  The score in percent, as 95%
                          %b  The model's own guess, where it was too unsure to be the answer
                          %%  A percent sign
      --colors          Colors, also where no terminal reads
      --no-colors       No colors (as does the variable NO_COLOR)
      --no-progress     Never say on a terminal how far a long run is

Other:
      --fail-on mismatch
                        Exit status 1, and a line on standard error, where a name's extension disagrees with the content
  -h, --help            This help
  -V, --version         The version, and the model's

Exit status: 0; 1 when a path could not be read (or by --fail-on); 2 for wrong arguments.
`;
