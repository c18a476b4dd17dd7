package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What an index sorts or searches by: a column or an expression. In JSON a plain column may be
 * written as its name alone. An order that is the default is left out: ascending, and nulls last
 * when ascending, first when descending.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record IndexKey(
    @Nullable String column,
    @Nullable String expression,
    @Nullable Order order,
    @Nullable Nulls nulls,
    @Nullable String collation,
    @Nullable String operatorClass) {

  /** The direction of an index column. */
  public enum Order {
    @JsonProperty("asc")
    ASC,
    @JsonProperty("desc")
    DESC
  }

  /** Where nulls stand in an index column. */
  public enum Nulls {
    @JsonProperty("first")
    FIRST,
    @JsonProperty("last")
    LAST
  }

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public IndexKey {
    if ((column == null) == (expression == null)) {
      throw new IllegalArgumentException(
          "an index key is either a column or an expression, not '"
              + column
              + "' and '"
              + expression
              + "'");
    }
    order = order == Order.ASC ? null : order;
    nulls = nulls == (order == null ? Nulls.LAST : Nulls.FIRST) ? null : nulls;
  }

  /** A plain column. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static IndexKey of(String column) {
    return new IndexKey(column, null, null, null, null, null);
  }
}
