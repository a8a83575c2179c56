package io.barnabas.protocol.generator.emit;

/** Source text that keeps its own indentation. */
final class CodeBuffer {

  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** A line; the arguments go into it as {@link String#format} does it. */
  CodeBuffer line(String format, Object... arguments) {
    String line = arguments.length == 0 ? format : String.format(format, arguments);
    if (!line.isEmpty()) {
      text.append(INDENT.repeat(depth)).append(line);
    }
    text.append('\n');
    return this;
  }

  CodeBuffer blank() {
    return line("");
  }

  /** A line and an opening brace; what follows is indented up to {@link #close()}. */
  CodeBuffer open(String format, Object... arguments) {
    line(format + " {", arguments);
    depth++;
    return this;
  }

  /** Ends the block and begins the next on the same line, such as an {@code else}. */
  CodeBuffer closeAndOpen(String format, Object... arguments) {
    depth--;
    line("} " + format + " {", arguments);
    depth++;
    return this;
  }

  CodeBuffer close() {
    return close("");
  }

  /** Ends the block, with something behind the brace. */
  CodeBuffer close(String behind) {
    depth--;
    return line("}" + behind);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
