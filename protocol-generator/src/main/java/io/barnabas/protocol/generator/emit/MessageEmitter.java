package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Api;
import io.barnabas.protocol.generator.model.Message;
import io.barnabas.protocol.generator.model.Struct;
import io.barnabas.protocol.generator.spec.Versions;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source file of one message. */
public final class MessageEmitter {

  /** The package of all messages. */
  public static final String PACKAGE = "io.barnabas.protocol.message";

  /** What messages use from elsewhere, in the order of imports. */
  private static final List<String> IMPORTABLE =
      List.of(
          "io.barnabas.protocol.ApiKey",
          "io.barnabas.protocol.ApiMessage",
          "io.barnabas.protocol.ApiRequest",
          "io.barnabas.protocol.ThrottledResponse",
          "io.barnabas.protocol.io.ByteReader",
          "io.barnabas.protocol.io.ByteWriter",
          "io.barnabas.protocol.io.UnsupportedFieldException",
          "java.nio.ByteBuffer",
          "java.util.List",
          "java.util.Objects",
          "java.util.UUID");

  private static final String THROTTLE_TIME = "throttleTimeMs";

  private final Message message;
  private final Api api;
  private final Struct root;
  private final CodeBuffer code = new CodeBuffer();

  /** The API is needed for requests only, and may otherwise be null. */
  public MessageEmitter(Message message, Api api) {
    this.message = message;
    this.api = api;
    this.root = message.root();
  }

  /** The whole file. */
  public String emit() {
    emitClassDoc();
    code.open("public final class %s implements %s", root.name(), superType()).blank();
    StructEmitter members = new StructEmitter(root, code);
    members.emitFields();
    members.emitConstructors("Reads the message; the bytes behind it stay unread.");
    emitVersions();
    emitBinding();
    emitRead(members, true);
    emitWrite(members, true);
    members.emitAccessors();
    members.emitToString();
    emitStructs();
    code.close();
    return "package " + PACKAGE + ";\n\n" + imports(code.toString()) + "\n" + code;
  }

  private String superType() {
    if (message.kind() == Message.Kind.REQUEST) {
      return "ApiRequest<" + api.name() + "Response>";
    }
    return isThrottled() ? "ThrottledResponse" : "ApiMessage";
  }

  private boolean isThrottled() {
    return message.kind() == Message.Kind.RESPONSE
        && root.fields().stream().anyMatch(field -> field.name().equals(THROTTLE_TIME));
  }

  private static String imports(String body) {
    return IMPORTABLE.stream()
        .filter(name -> isUsed(name.substring(name.lastIndexOf('.') + 1), body))
        .map(name -> "import " + name + ";\n")
        .collect(Collectors.joining());
  }

  private static boolean isUsed(String simpleName, String body) {
    return Pattern.compile("\\b" + simpleName + "\\b").matcher(body).find();
  }

  private void emitClassDoc() {
    Versions versions = root.versions();
    String kind = message.kind().name().toLowerCase(Locale.ROOT);
    code.line("/**");
    code.line(" * The %s message {@code %s}, versions %s.", kind, root.name(), versions);
    if (!root.flexible().intersect(versions).isEmpty()) {
      code.line(" * Flexible versions: %s.", root.flexible());
    }
    code.line(" */");
  }

  private void emitVersions() {
    code.line("@Override").open("public short lowestVersion()");
    code.line("return %d;", root.versions().lowest()).close().blank();
    code.line("@Override").open("public short highestVersion()");
    code.line("return %d;", root.versions().highest()).close().blank();
  }

  private void emitBinding() {
    if (message.kind() != Message.Kind.REQUEST) {
      return;
    }
    code.line("@Override").open("public ApiKey apiKey()");
    code.line("return ApiKey.%s;", Names.constant(api.name())).close().blank();
    code.line("@Override").open("public %sResponse newResponse()", api.name());
    code.line("return new %sResponse();", api.name()).close().blank();
  }

  private void emitRead(StructEmitter members, boolean top) {
    code.line(top ? "@Override" : "/** Reads the struct in the message's {@code version}. */");
    code.open("public void read(ByteReader in, short version)");
    if (top) {
      code.line("requireVersion(version);");
    }
    members.emitReadBody();
    code.close().blank();
  }

  private void emitWrite(StructEmitter members, boolean top) {
    code.line(top ? "@Override" : "/** Writes the struct in the message's {@code version}. */");
    code.open("public void write(ByteWriter out, short version)");
    if (top) {
      code.line("requireVersion(version);");
    }
    members.emitWriteBody();
    code.close();
  }

  private void emitStructs() {
    Set<String> compared = comparedStructs();
    for (Struct struct : message.structs()) {
      String about = struct.about() == null ? "" : struct.about();
      code.blank();
      code.line(
          JavaDoc.comment(
              about.isBlank() ? "Part of {@link " + root.name() + "}." : JavaDoc.escape(about)));
      code.open("public static final class %s", struct.name()).blank();
      StructEmitter members = new StructEmitter(struct, code);
      members.emitFields();
      members.emitConstructors("Reads the struct in the message's {@code version}.");
      emitRead(members, false);
      emitWrite(members, false);
      members.emitAccessors();
      if (compared.contains(struct.name())) {
        members.emitIsDefault();
      }
      members.emitToString();
      code.close();
    }
  }

  /** The structs that are asked whether they still have their default: those in a field alone. */
  private Set<String> comparedStructs() {
    Set<String> names = new HashSet<>();
    Stream.concat(Stream.of(root), message.structs().stream())
        .flatMap(struct -> struct.fields().stream())
        .filter(field -> field.type() instanceof Struct && !field.defaultsToNull())
        .forEach(field -> names.add(((Struct) field.type()).name()));
    return names;
  }
}
