package io.schemawright.request;

import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, as far as is known.
 *
 * @param name the name they gave, or the subject of the token they showed
 * @param verified whether anything but their word says so; of the role as well
 * @param role what they are: {@code lead}; absent where nothing was said of it
 */
public record Identity(String name, boolean verified, @Nullable String role) {

  /** Somebody of whose role nothing is known. */
  public Identity(String name, boolean verified) {
    this(name, verified, null);
  }

  /** A name that nothing but its bearer's word stands for. */
  public static Identity claimed(String name) {
    return new Identity(name, false);
  }
}
