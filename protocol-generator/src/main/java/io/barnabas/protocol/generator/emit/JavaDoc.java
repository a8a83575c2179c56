package io.barnabas.protocol.generator.emit;

/** Prose of the specs as Javadoc. */
final class JavaDoc {

  private JavaDoc() {}

  /** Text that means in Javadoc what it means in the spec. */
  static String escape(String prose) {
    return prose
        .strip()
        .replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;")
        .replace("\\", "&#92;");
  }

  /** A comment of one line. */
  static String comment(String escaped) {
    return "/** " + escaped + " */";
  }
}
