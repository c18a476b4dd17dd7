package io.schemawright.service;

import java.util.List;

/**
 * The settings do not add up; the message numbers every problem, so that one look mends them all.
 */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(numbered(problems));
    this.problems = List.copyOf(problems);
  }

  /** Each problem: the setting's name, what is wrong, what is expected. */
  public List<String> problems() {
    return problems;
  }

  private static String numbered(List<String> problems) {
    StringBuilder message =
        new StringBuilder("The settings have " + problems.size() + " problem(s):");
    for (int i = 0; i < problems.size(); i++) {
      message.append("\n  ").append(i + 1).append(". ").append(problems.get(i));
    }
    return message.toString();
  }
}
