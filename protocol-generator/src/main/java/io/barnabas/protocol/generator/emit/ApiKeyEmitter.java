package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.model.Api;
import io.barnabas.protocol.generator.spec.Versions;
import java.util.List;

/** The source file of the enum of all APIs. */
public final class ApiKeyEmitter {

  /** The package of the enum. */
  public static final String PACKAGE = "io.barnabas.protocol";

  /** The one response whose header stays at version 0: the peer cannot know yet what we know. */
  private static final String HEADER_NEVER_FLEXIBLE = "ApiVersions";

  private final CodeBuffer code = new CodeBuffer();

  /** The whole file. */
  public String emit(List<Api> apis) {
    code.line("package %s;", PACKAGE).blank();
    emitClassDoc();
    code.open("public enum ApiKey").blank();
    for (Api api : apis) {
      emitConstant(api, api == apis.get(apis.size() - 1));
    }
    emitFields();
    emitConstructor();
    emitVersions();
    emitHeaderVersions();
    emitLookUp();
    code.close();
    return code.toString();
  }

  private void emitClassDoc() {
    code.line("/**");
    code.line(
        " * Every API of the protocol, with the versions this library speaks. An API that has");
    code.line(" * been removed keeps its name and id; its highest version is -1.");
    code.line(" */");
  }

  private void emitConstant(Api api, boolean last) {
    Versions versions = api.versions();
    code.line(JavaDoc.comment("{@code " + api.name() + "}, versions " + versions + "."));
    boolean plainHeader = api.name().equals(HEADER_NEVER_FLEXIBLE);
    code.line(
        "%s(%d, %d, %d, %b, %s, %s)%s",
        Names.constant(api.name()),
        api.key(),
        versions.lowest(),
        versions.highest(),
        api.latestVersionUnstable(),
        firstOf(api.flexibleRequests()),
        plainHeader ? "Short.MAX_VALUE" : firstOf(api.flexibleResponses()),
        last ? ";" : ",");
    code.blank();
  }

  private static String firstOf(Versions flexible) {
    return flexible.isEmpty() ? "Short.MAX_VALUE" : Integer.toString(flexible.lowest());
  }

  private void emitFields() {
    code.line("private static final ApiKey[] BY_ID = byId();").blank();
    code.line("private final short id;");
    code.line("private final short lowestVersion;");
    code.line("private final short highestVersion;");
    code.line("private final boolean latestVersionUnstable;");
    code.line("private final short firstFlexibleRequest;");
    code.line("private final short firstFlexibleResponseHeader;").blank();
  }

  private void emitConstructor() {
    code.line("ApiKey(");
    code.line("    int id,");
    code.line("    int lowestVersion,");
    code.line("    int highestVersion,");
    code.line("    boolean latestVersionUnstable,");
    code.line("    int firstFlexibleRequest,");
    code.open("    int firstFlexibleResponseHeader)");
    code.line("this.id = (short) id;");
    code.line("this.lowestVersion = (short) lowestVersion;");
    code.line("this.highestVersion = (short) highestVersion;");
    code.line("this.latestVersionUnstable = latestVersionUnstable;");
    code.line("this.firstFlexibleRequest = (short) firstFlexibleRequest;");
    code.line("this.firstFlexibleResponseHeader = (short) firstFlexibleResponseHeader;")
        .close()
        .blank();
  }

  private void emitVersions() {
    getter("The id on the wire.", "short id()", "id");
    getter(
        "The lowest version that has a message class.", "short lowestVersion()", "lowestVersion");
    getter(
        "The highest version that has a message class; it may be unstable. -1 if the API is gone.",
        "short highestVersion()",
        "highestVersion");
    getter(
        "The highest version that is not going to change any more. -1 if there is none.",
        "short highestStableVersion()",
        "latestVersionUnstable ? (short) (highestVersion - 1) : highestVersion");
  }

  private void emitHeaderVersions() {
    getter(
        "The version of {@code RequestHeader} in front of a request.",
        "short requestHeaderVersion(short version)",
        "(short) (version >= firstFlexibleRequest ? 2 : 1)");
    getter(
        "The version of {@code ResponseHeader} in front of a response: 0 for ApiVersions always"
            + " (KIP-511).",
        "short responseHeaderVersion(short version)",
        "(short) (version >= firstFlexibleResponseHeader ? 1 : 0)");
  }

  private void getter(String doc, String signature, String value) {
    code.line(JavaDoc.comment(doc)).open("public " + signature);
    code.line("return " + value + ";").close().blank();
  }

  private void emitLookUp() {
    code.line("/** The API with this id, or null if this library knows of none. */");
    code.open("public static ApiKey forId(short id)");
    code.line("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;").close().blank();
    code.open("private static ApiKey[] byId()");
    code.line("ApiKey[] keys = values();");
    code.line("ApiKey[] byId = new ApiKey[keys[keys.length - 1].id + 1];");
    code.open("for (ApiKey key : keys)").line("byId[key.id] = key;").close();
    code.line("return byId;").close();
  }
}
