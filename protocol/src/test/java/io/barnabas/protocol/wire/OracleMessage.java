package io.barnabas.protocol.wire;

import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;

/**
 * A message class of kafka-clients and ours for the same message.
 *
 * @param theirs such as {@code MetadataResponseData}
 * @param ours such as {@code MetadataResponse}
 */
public record OracleMessage(
    Class<? extends Message> theirs, Class<? extends io.barnabas.protocol.ApiMessage> ours) {

  private static final String THEIR_PACKAGE = "org/apache/kafka/common/message/";
  private static final String OUR_PACKAGE = "io.barnabas.protocol.message.";

  /** Every message class in the kafka-clients jar; fails if one of ours is missing. */
  public static List<OracleMessage> all() {
    try (JarFile jar = new JarFile(kafkaClients().toFile())) {
      return jar.stream()
          .map(java.util.zip.ZipEntry::getName)
          .filter(name -> name.startsWith(THEIR_PACKAGE) && name.endsWith(".class"))
          .filter(name -> !name.contains("$") && !name.endsWith("JsonConverter.class"))
          .sorted()
          .map(OracleMessage::load)
          .filter(Message.class::isAssignableFrom)
          .map(OracleMessage::of)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path kafkaClients() {
    try {
      return Path.of(Message.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String entry) {
    return forName(entry.substring(0, entry.length() - ".class".length()).replace('/', '.'));
  }

  private static OracleMessage of(Class<?> theirs) {
    String name = theirs.getSimpleName();
    boolean suffixed = name.matches(".*(Request|Response|Header)Data");
    String ours = suffixed ? name.substring(0, name.length() - "Data".length()) : name;
    return new OracleMessage(
        theirs.asSubclass(Message.class),
        forName(OUR_PACKAGE + ours).asSubclass(io.barnabas.protocol.ApiMessage.class));
  }

  private static Class<?> forName(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("No class " + name, e);
    }
  }

  public String name() {
    return ours.getSimpleName();
  }

  /** All versions kafka-clients knows, the unstable one included. */
  public Stream<Short> versions() {
    Message message = newTheirs();
    return Stream.iterate(
        message.lowestSupportedVersion(),
        version -> version <= message.highestSupportedVersion(),
        version -> (short) (version + 1));
  }

  public Message newTheirs() {
    return Reflection.newInstance(theirs);
  }

  public io.barnabas.protocol.ApiMessage newOurs() {
    return Reflection.newInstance(ours);
  }

  public static byte[] encodeTheirs(Message message, short version) {
    ByteBufferAccessor encoded = MessageUtil.toByteBufferAccessor(message, version);
    return MessageUtil.byteBufferToArray(encoded.buffer());
  }

  public static byte[] encodeOurs(io.barnabas.protocol.ApiMessage message, short version) {
    ByteWriter out = new ByteWriter();
    message.write(out, version);
    return out.toByteArray();
  }

  public Message decodeTheirs(byte[] encoded, short version) {
    Message message = newTheirs();
    message.read(new ByteBufferAccessor(ByteBuffer.wrap(encoded)), version);
    return message;
  }

  /** Reads all of the bytes and refuses any that are left. */
  public io.barnabas.protocol.ApiMessage decodeOurs(byte[] encoded, short version) {
    io.barnabas.protocol.ApiMessage message = newOurs();
    ByteReader in = new ByteReader(ByteBuffer.wrap(encoded));
    message.read(in, version);
    in.requireFullyRead(name());
    return message;
  }
}
