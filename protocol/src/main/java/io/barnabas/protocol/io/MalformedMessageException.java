package io.barnabas.protocol.io;

/**
 * Bytes that are not what they should be. The one error a decoder can end in, whatever the bytes.
 */
public class MalformedMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final int offset;

  /**
   * @param problem what is wrong, without the place
   * @param field where in the message, such as {@code MetadataResponse.MetadataResponseTopic.name}
   * @param offset where in the frame, in bytes from the reader's start
   */
  public MalformedMessageException(String problem, String field, int offset) {
    super(problem + " (" + field + ", offset " + offset + ")");
    this.field = field;
    this.offset = offset;
  }

  /** The message, the struct in it if it is one, and the field. */
  public String field() {
    return field;
  }

  /** Bytes from the reader's start to the value that is wrong. */
  public int offset() {
    return offset;
  }
}
