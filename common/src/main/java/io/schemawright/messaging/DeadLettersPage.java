package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.messaging.ParkedRecord.Replay;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Puts dead letters on a terminal, where nothing that somebody sent may act as a command of the
 * terminal's, and into JSON.
 */
final class DeadLettersPage {
  private static final int WIDEST_REASON = 100;

  private final PrintWriter out;
  private final Ansi ansi;

  /**
   * Prints to {@code out}.
   *
   * @param ansi whether there are colours
   */
  DeadLettersPage(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** What became of an attempt to replay a record. */
  record Outcome(ParkedRecord record, String result, Optional<Replay> replay, String colour) {

    static Outcome done(ParkedRecord record, Replay replay) {
      return new Outcome(record, "replayed", Optional.of(replay), "green");
    }

    static Outcome before(ParkedRecord record, Replay replay) {
      return new Outcome(record, "replayed-before", Optional.of(replay), "yellow");
    }

    static Outcome notWhole(ParkedRecord record) {
      return new Outcome(record, "not-whole", Optional.empty(), "red");
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("topic", record.topic());
      json.put("number", record.number());
      json.put("result", result);
      replay.ifPresent(done -> json.put("replayed", done));
      return json;
    }

    private String sentence() {
      return replay
          .map(
              done ->
                  result.equals("replayed")
                      ? "is %s, partition %d, offset %d now"
                          .formatted(record.topic(), done.partition(), done.offset())
                      : "was replayed at %s, as partition %d, offset %d; left alone. --again sends it once more"
                          .formatted(done.at(), done.partition(), done.offset()))
          .orElse(
              "was too large for a dead letter and was cut; have its sender publish it again, smaller");
    }
  }

  void list(List<ParkedRecord> letters) {
    if (letters.isEmpty()) {
      out.println("There are no dead letters.");
      return;
    }
    String row = "%-24s %6s  %-20s %-10s %-22s %s%n";
    out.printf(row, "TOPIC", "NUMBER", "GIVEN UP", "STATE", "BY", "BECAUSE");
    for (ParkedRecord letter : letters) {
      // The colour's own characters have no width.
      String state = "%-10s".formatted(letter.replay().isPresent() ? "replayed" : "waits");
      out.printf(
          row,
          letter.topic(),
          letter.number(),
          letter.at().toString().substring(0, 19) + "Z",
          coloured(letter.replay().isPresent() ? "green" : "yellow", state),
          letter.reader(),
          shortened(printable(letter.reason())));
    }
  }

  void show(ParkedRecord letter) {
    out.println(coloured("bold", "%s, dead letter %d".formatted(letter.topic(), letter.number())));
    out.printf("  given up   %s by %s%n", letter.at(), letter.reader());
    out.printf("  because    %s%n", printable(letter.reason()));
    out.printf("  exception  %s%n", letter.exception());
    out.printf("  was        partition %d, offset %d%n", letter.partition(), letter.offset());
    letter
        .replay()
        .ifPresent(
            replay ->
                out.printf(
                    "  replayed   %s, as partition %d, offset %d%n",
                    replay.at(), replay.partition(), replay.offset()));
    out.printf("  key        %s%n", printable(words(letter.letter().key())));
    for (Header header : letter.originalHeaders()) {
      out.printf(
          "  header     %s: %s%n", printable(header.key()), printable(words(header.value())));
    }
    if (!letter.isWhole()) {
      out.println("  This is the beginning; the whole was too large for a dead letter.");
    }
    out.println(printable(words(letter.letter().value())));
  }

  void replay(Outcome outcome) {
    out.printf(
        "%s %d: %s %s%n",
        outcome.record().topic(),
        outcome.record().number(),
        coloured(outcome.colour(), outcome.result()),
        outcome.sentence());
  }

  static Map<String, Object> summary(ParkedRecord letter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("topic", letter.topic());
    json.put("number", letter.number());
    json.put("at", letter.at());
    json.put("reader", letter.reader());
    json.put("reason", letter.reason());
    json.put("exception", letter.exception());
    json.put("partition", letter.partition());
    json.put("offset", letter.offset());
    json.put("whole", letter.isWhole());
    letter.replay().ifPresent(replay -> json.put("replayed", replay));
    return json;
  }

  static Map<String, Object> whole(ParkedRecord letter) {
    Map<String, Object> json = summary(letter);
    put(json, "key", letter.letter().key());
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : letter.originalHeaders()) {
      headers.put(header.key(), words(header.value()));
    }
    json.put("headers", headers);
    put(json, "value", letter.letter().value());
    return json;
  }

  /** Bytes that are no text as {@code …Base64}. */
  private static void put(Map<String, Object> json, String name, byte @Nullable [] bytes) {
    if (bytes != null) {
      text(bytes)
          .ifPresentOrElse(
              text -> json.put(name, text),
              () -> json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes)));
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String words(byte @Nullable [] bytes) {
    return bytes == null
        ? "(none)"
        : text(bytes).orElseGet(() -> "base64 " + Base64.getEncoder().encodeToString(bytes));
  }

  private static String shortened(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() <= WIDEST_REASON ? line : line.substring(0, WIDEST_REASON - 1) + "…";
  }

  /** Control characters but line breaks and tabs are shown by their numbers. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (Character.isISOControl(character) && character != '\n' && character != '\t') {
                printable.append("\\u%04x".formatted(character));
              } else {
                printable.appendCodePoint(character);
              }
            });
    return printable.toString();
  }

  private String coloured(String colour, String text) {
    return ansi.new Text("@|" + colour + " " + text + "|@").toString();
  }
}
