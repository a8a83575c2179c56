package io.barnabas.protocol.io;

/** A field has a value that the version being written cannot carry. Nothing should be sent. */
public class UnsupportedFieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final short version;

  /** For a value other than the default of a field that the version does not have. */
  public UnsupportedFieldException(String field, short version) {
    this(field, version, "Version " + version + " cannot carry " + field);
  }

  private UnsupportedFieldException(String field, short version, String text) {
    super(text);
    this.field = field;
    this.version = version;
  }

  /** For a null in a version that knows no null there. */
  public static UnsupportedFieldException ofNull(String field, short version) {
    return new UnsupportedFieldException(
        field, version, "Version " + version + " cannot carry null in " + field);
  }

  /** The message, the struct in it if it is one, and the field. */
  public String field() {
    return field;
  }

  public short version() {
    return version;
  }
}
