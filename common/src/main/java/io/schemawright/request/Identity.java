package io.schemawright.request;

/**
 * Who somebody is, as far as is known.
 *
 * @param name the name they gave, or the subject of the token they showed
 * @param verified whether anything but their word says so
 */
public record Identity(String name, boolean verified) {

  /** A name that nothing but its bearer's word stands for. */
  public static Identity claimed(String name) {
    return new Identity(name, false);
  }
}
