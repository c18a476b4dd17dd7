package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Names a state: the SHA-256 of a canonical form, as 64 lower-case hexadecimal digits.
 *
 * <p>Two definitions have the same fingerprint if PostgreSQL would treat them alike: neither the
 * order in which constraints and indexes came about nor the order of columns counts. A fingerprint
 * is taken of what was <em>read</em> from a database, where expressions stand as PostgreSQL prints
 * them; it can be compared within one major version. A part that a later model adds leaves the
 * fingerprints of objects without such a part as they are, because absent parts are not written.
 */
public record Fingerprint(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectWriter CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .addMixIn(Definition.class, WithoutDependencies.class)
          .build()
          .writerFor(Definition.class);

  /** What an object rests on follows from what it is, and a request's own text does not know it. */
  @JsonIgnoreProperties("dependsOn")
  private interface WithoutDependencies {}

  @JsonCreator
  public Fingerprint {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is no fingerprint: 64 lower-case hexadecimal digits are");
    }
  }

  /** The fingerprint of one object. */
  public static Fingerprint of(Definition definition) {
    try {
      return ofBytes(CANONICAL.writeValueAsBytes(definition.sorted()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a definition has no JSON form", e);
    }
  }

  /** The fingerprint of a set of objects; an empty value says that there is no such object. */
  public static Fingerprint ofState(Map<ObjectRef, Optional<Fingerprint>> state) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(state)
        .forEach(
            (ref, fingerprint) ->
                text.append(ref.key())
                    .append('\0')
                    .append(fingerprint.map(Fingerprint::value).orElse("absent"))
                    .append('\n'));
    return ofBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }

  /** The fingerprint of something that is already in a canonical form. */
  public static Fingerprint ofBytes(byte[] canonical) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new Fingerprint(HexFormat.of().formatHex(digest.digest(canonical)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
