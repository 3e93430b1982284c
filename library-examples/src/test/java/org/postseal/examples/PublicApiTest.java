package org.postseal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.examples.Repository.Library;

/**
 * What a library offers to everybody is what {@code public-api.txt} beside its POM says: whoever
 * changes it sees so in the same commit. To write these files anew:
 *
 * <pre>./mvnw -pl library-examples -am test -Dtest=PublicApiTest -Dpublic-api=renew</pre>
 */
class PublicApiTest {
  static List<Library> libraries() {
    return Repository.LIBRARIES;
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void thePublicApiIsWhatItWas(Library library) throws IOException {
    var listing = new PublicApi(module(library)).listing();
    var file = library.file("public-api.txt");
    if (System.getProperty("public-api", "").equals("renew")) {
      Files.writeString(file, listing);
    }
    assertThat(listing)
        .as("%s has another public API than %s; how to renew that: PublicApiTest", library, file)
        .isEqualTo(Files.readString(file));
  }

  /** The module as it runs: named, with what it needs, and closed where it says so. */
  @ParameterizedTest
  @MethodSource("libraries")
  void runsAsAModule(Library library) throws ClassNotFoundException {
    var boot = ModuleLayer.boot();
    var configuration =
        boot.configuration().resolve(finder(), ModuleFinder.of(), List.of(library.module()));
    var layer = boot.defineModulesWithOneLoader(configuration, null);
    var module = layer.findModule(library.module()).orElseThrow();
    for (var name : module.getPackages()) {
      assertThat(module.isExported(name)).as(name).isEqualTo(!name.endsWith(".taglist"));
    }
    var domain = Class.forName(module, "org.postseal.authentication.dns.DomainName");
    assertThat(domain == null).isEqualTo(library.directory().equals("smtp-protocol"));
  }

  private static ModuleReference module(Library library) {
    return finder().find(library.module()).orElseThrow();
  }

  private static ModuleFinder finder() {
    var named =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(
                entry ->
                    entry.contains("mail-authentication")
                        || entry.contains("smtp-protocol")
                        || entry.contains("icu4j"))
            .map(Path::of);
    return ModuleFinder.of(named.toArray(Path[]::new));
  }
}
