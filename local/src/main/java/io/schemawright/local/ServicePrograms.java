package io.schemawright.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to run for each service.
 *
 * @param programs one for each service
 */
public record ServicePrograms(Map<ServiceName, Program> programs) {
  /** Keeps a copy. */
  public ServicePrograms {
    programs = Map.copyOf(programs);
  }

  /**
   * A class path and the class to start on it.
   *
   * @param classes what its JVM keeps for its next start; empty where nothing is to be kept
   */
  record Program(String classPath, String mainClass, Optional<ClassArchive> classes) {}

  Program of(ServiceName service) {
    Program program = programs.get(service);
    if (program == null) {
      throw new IllegalStateException("Nothing to run for " + service.id());
    }
    return program;
  }

  /** The same class for all of them, for a stand-in. */
  static ServicePrograms allOf(Program program) {
    Map<ServiceName, Program> programs = new EnumMap<>(ServiceName.class);
    for (ServiceName service : ServiceName.values()) {
      programs.put(service, program);
    }
    return new ServicePrograms(programs);
  }

  /**
   * What the build left in this checkout.
   *
   * @throws CannotStart when a service is not built
   */
  public static ServicePrograms built(Path repository) {
    Map<ServiceName, Program> programs = new EnumMap<>(ServiceName.class);
    for (ServiceName service : ServiceName.values()) {
      // Absolute, because a JVM knows the jars of its archive by their paths.
      Path target =
          repository.toAbsolutePath().normalize().resolve(service.module()).resolve("target");
      try {
        String classPath =
            jar(target, service.module())
                + ":"
                + Files.readString(target.resolve("classpath.txt")).strip();
        programs.put(
            service,
            new Program(
                classPath,
                service.mainClass(),
                Optional.of(ClassArchive.in(target, service.module(), classPath))));
      } catch (IOException e) {
        throw new CannotStart(
            "%s is not built: 'mvn -DskipTests package' in %s does that"
                .formatted(service.module(), repository),
            e);
      }
    }
    return new ServicePrograms(programs);
  }

  private static Path jar(Path target, String module) throws IOException {
    List<Path> jars;
    try (Stream<Path> content = Files.list(target)) {
      jars =
          content
              .filter(path -> path.getFileName().toString().startsWith(module + "-"))
              .filter(path -> path.getFileName().toString().matches(".*[0-9T](-SNAPSHOT)?\\.jar"))
              .sorted(Comparator.comparing(path -> path.toFile().lastModified()))
              .toList();
    }
    if (jars.isEmpty()) {
      throw new IOException("no jar in " + target);
    }
    return jars.get(jars.size() - 1);
  }
}
