package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to the referencing rows when a referenced row goes or changes. */
public enum ReferentialAction {
  @JsonProperty("no-action")
  NO_ACTION("NO ACTION"),
  @JsonProperty("restrict")
  RESTRICT("RESTRICT"),
  @JsonProperty("cascade")
  CASCADE("CASCADE"),
  @JsonProperty("set-null")
  SET_NULL("SET NULL"),
  @JsonProperty("set-default")
  SET_DEFAULT("SET DEFAULT");

  private final String sql;

  ReferentialAction(String sql) {
    this.sql = sql;
  }

  /** The action as it stands in SQL. */
  public String sql() {
    return sql;
  }
}
