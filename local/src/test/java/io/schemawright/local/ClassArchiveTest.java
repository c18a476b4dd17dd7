package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a program of one class, with the JVM that runs this. */
class ClassArchiveTest {
  private static final String FROM_ARCHIVE =
      "ClassArchiveTest\\$Greeter source: shared objects file \\(top\\)";

  private final Path directory;
  private final Path jar;
  private final Path ran;
  private final ClassArchive archive;

  ClassArchiveTest(@TempDir Path directory) {
    this.directory = directory;
    this.jar = directory.resolve("greeter.jar");
    this.ran = directory.resolve("greeter.ran");
    this.archive = ClassArchive.in(directory, "greeter", jar.toString());
  }

  /** The program. */
  static final class Greeter {
    private Greeter() {}

    public static void main(String[] arguments) {
      System.out.println("greetings");
      for (String file : arguments) {
        ClassArchive.leaveOwn(Path.of(file));
      }
    }
  }

  @BeforeEach
  void makeJar() throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Class<?> type : List.of(Greeter.class, ClassArchive.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        try (InputStream classFile = type.getResourceAsStream("/" + name)) {
          entries.write(classFile.readAllBytes());
        }
      }
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
    archive.use().ended(true); // The first run.
  }

  @Test
  void use_theFirstTime_leavesNothing() throws Exception {
    ClassArchive.Use only = ClassArchive.in(directory, "once", jar.toString()).use();
    assertThat(only.options()).isEmpty();
    assertThat(only.writes()).isFalse();
    only.ended(true);
  }

  @Test
  void use_whereNothingCanBeWritten_isWithoutAnArchive() {
    Path gone = directory.resolve("gone");
    ClassArchive.Use use = ClassArchive.in(gone, "greeter", jar.toString()).use();
    assertThat(use.options()).isEmpty();
    use.ended(true);
    assertThat(gone).doesNotExist();
  }

  @Test
  void use_afterAnOrderlyEnd_readsWhatTheRunLeft() throws Exception {
    ClassArchive.Use first = archive.use();
    assertThat(first.writes()).isTrue();
    assertThat(run(first))
        .contains("greetings")
        .doesNotContain("source: shared objects file (top)");
    first.ended(true);

    ClassArchive.Use second = archive.use();
    assertThat(second.writes()).isFalse();
    assertThat(run(second)).contains("greetings").containsPattern(FROM_ARCHIVE);
    second.ended(true);
    assertThat(archive.use().writes()).isFalse();
  }

  @Test
  void ended_afterAKill_keepsNothing() throws Exception {
    ClassArchive.Use killed = archive.use();
    run(killed);
    killed.ended(false);
    assertThat(archive.use().writes()).isTrue();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(jar, ran);
    }
  }

  @Test
  void use_whereAKilledParentKeptNothing_clearsWhatItsProgramLeft() throws Exception {
    run(archive.use());
    ClassArchive.Use next = archive.use();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(jar, ran);
    }
    next.ended(true);
    assertThat(archive.use().writes()).isTrue();
  }

  @Test
  void use_afterABuild_writesAnew() throws Exception {
    ClassArchive.Use first = archive.use();
    run(first);
    first.ended(true);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(archive.use().options()).isEmpty();
    Files.setLastModifiedTime(ran, FileTime.from(Instant.now().plusSeconds(120)));
    assertThat(archive.use().writes()).isTrue();
  }

  @Test
  void leaveOwn_replacesTheFile() throws Exception {
    Path file = Files.createFile(directory.resolve("own.jsa"));
    run(List.of("-XX:+RecordDynamicDumpInfo"), file.toString());
    assertThat(run(List.of("-XX:SharedArchiveFile=" + file))).containsPattern(FROM_ARCHIVE);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(jar, ran, file);
    }
  }

  @Test
  void leaveOwn_withoutTheOption_saysWhatTheJvmWants() {
    assertThatThrownBy(() -> run(List.of(), directory.resolve("own.jsa").toString()))
        .hasMessageContaining("RecordDynamicDumpInfo");
  }

  private String run(ClassArchive.Use use) throws Exception {
    return run(use.options());
  }

  private String run(List<String> options, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                        options,
                        List.of("-Xlog:class+load", "-cp", jar.toString(), Greeter.class.getName()),
                        List.of(arguments))
                    .flatMap(List::stream)
                    .toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
