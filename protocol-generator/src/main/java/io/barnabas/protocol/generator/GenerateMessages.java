package io.barnabas.protocol.generator;

import io.barnabas.protocol.generator.emit.ApiKeyEmitter;
import io.barnabas.protocol.generator.emit.MessageEmitter;
import io.barnabas.protocol.generator.model.Api;
import io.barnabas.protocol.generator.model.ModelBuilder;
import io.barnabas.protocol.generator.spec.MessageSpec;
import io.barnabas.protocol.generator.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The generator's entry: a folder of specs in, a folder of sources out. */
public final class GenerateMessages {

  private GenerateMessages() {}

  /** Arguments: the folder with the specs, the folder for the sources. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Arguments: <folder of specs> <folder for sources>");
    }
    SourceFolder sources = new SourceFolder(Path.of(args[1]));
    generate(Path.of(args[0]), sources);
    System.out.printf("%d generated sources, %d changed%n", sources.size(), sources.changed());
  }

  static void generate(Path specFolder, SourceFolder sources) throws IOException {
    List<MessageSpec> specs = new SpecReader().readFolder(specFolder);
    List<Api> apis = ModelBuilder.apis(specs);
    if (apis.isEmpty()) {
      throw new IllegalArgumentException("No message specs in " + specFolder);
    }
    Map<Short, Api> byKey = apis.stream().collect(Collectors.toMap(Api::key, Function.identity()));
    sources.write(ApiKeyEmitter.PACKAGE, "ApiKey", new ApiKeyEmitter().emit(apis));
    for (MessageSpec spec : specs) {
      if (!spec.validVersions().isEmpty()) {
        MessageEmitter emitter =
            new MessageEmitter(ModelBuilder.message(spec), byKey.get(spec.apiKey()));
        sources.write(MessageEmitter.PACKAGE, spec.name(), emitter.emit());
      }
    }
    sources.removeStale();
  }
}
