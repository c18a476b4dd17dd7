package io.schemawright.benchmarks.load;

import java.util.List;

/**
 * Every kind of change that there is, made to the tables that {@link Application} uses, in an order
 * in which each finds what it needs.
 */
public final class TableChanges {
  /** What there is, under every name that it has at some time. */
  public static final List<String> TABLES = List.of("items", "things", "customers", "visits");

  /** Makes the tables, without rows. */
  public static final String CREATION =
      json(
          """
          {'type':'create-enum','enum':'item_states','values':['new','sold']},
          {'type':'create-table','table':'customers','columns':[
            {'name':'id','type':'bigint','identity':'by-default','primaryKey':true},
            {'name':'name','type':'text','nullable':false}]},
          {'type':'create-table','table':'items','columns':[
            {'name':'id','type':'bigint','identity':'by-default','primaryKey':true},
            {'name':'customer_id','type':'bigint'},
            {'name':'price','type':'bigint','nullable':false},
            {'name':'note','type':'varchar(40)'},
            {'name':'shelf','type':'integer'},
            {'name':'state','type':'public.item_states'}]},
          {'type':'create-table','table':'visits','columns':[
            {'name':'id','type':'bigint','identity':'always'},
            {'name':'day','type':'date','nullable':false},
            {'name':'number','type':'bigint'}],
           'primaryKey':{'columns':['day','id']},
           'partitionBy':{'strategy':'range','columns':['day']}},
          {'type':'create-partition','table':'visits_january','of':{'table':'visits'},
           'values':{'from':['2026-01-01'],'to':['2026-02-01']}}
          """);

  /** Fills them; takes how many items there are to be. */
  public static final List<String> ROWS =
      List.of(
          "insert into public.customers (name) select 'anna' from generate_series(1, 1000)",
          "insert into public.items (customer_id, price, note)"
              + " select 1 + n %% 1000, n, 'the ' || n from generate_series(1, %d) n",
          "insert into public.visits (day, number)"
              + " select '2026-01-02', n from generate_series(1, %d) n",
          "analyze public.customers",
          "analyze public.items",
          "analyze public.visits");

  /** Harmless changes after which everybody knows that the tables have rows. */
  public static final String NEWS_OF_ROWS =
      json(
          """
          {'type':'set-comment','table':'customers','comment':'who buys'},
          {'type':'set-comment','table':'items','comment':'what is for sale'},
          {'type':'set-comment','table':'visits','comment':'who came'},
          {'type':'set-comment','table':'visits_january','comment':'who came in January'}
          """);

  private TableChanges() {}

  /**
   * How a change gets on with others.
   *
   * <p>{@code BESIDE_READERS} needs nothing that a reader holds; {@code AFTER_READERS} has to wait
   * until those have ended that had read the table before; {@code KEEPS_OTHERS_OUT} does so too,
   * and reads or writes the whole table while nobody else may: PostgreSQL has no other way.
   */
  public enum Manner {
    BESIDE_READERS,
    AFTER_READERS,
    KEEPS_OTHERS_OUT
  }

  /**
   * One change.
   *
   * @param name for the table of figures
   * @param changes as a request has them; {@code %s} stands for the id of the request before
   */
  public record TableChange(String name, Manner manner, String changes) {
    private TableChange as(String variant) {
      return new TableChange(name + ", " + variant, manner, changes);
    }
  }

  /** All of them. */
  public static List<TableChange> all() {
    return List.of(
        after("add-column", "'table':'items','column':{'name':'colour','type':'text'}"),
        after(
                "add-column",
                "'table':'items','column':{'name':'token','type':'uuid','default':'gen_random_uuid()'}")
            .as("its value differs by row"),
        after("set-column-default", "'table':'items','column':'shelf','default':'7'"),
        beside("backfill", "'table':'items','set':{'shelf':'7'},'where':'shelf IS NULL'"),
        after("set-column-nullable", "'table':'items','column':'shelf','nullable':false"),
        after("set-column-type", "'table':'items','column':'note','dataType':'text'"),
        alone("set-column-type", "'table':'items','column':'shelf','dataType':'bigint'")
            .as("rows are rewritten"),
        beside("set-comment", "'table':'items','column':'note','comment':'for people'"),
        after("rename-column", "'table':'items','column':'colour','to':'tint'"),
        after("drop-column", "'table':'items','column':'tint'"),
        after(
            "add-index",
            "'table':'items','index':{'name':'idx_items_customer_id','columns':['customer_id']}"),
        beside(
            "rename-index",
            "'table':'items','index':'idx_items_customer_id','to':'idx_items_customer'"),
        after("drop-index", "'table':'items','index':'idx_items_customer'"),
        after(
                "add-index",
                "'table':'visits','index':{'name':'idx_visits_number','columns':['number']}")
            .as("of a partitioned table"),
        beside(
            "create-partition",
            "'table':'visits_february','of':{'table':'visits'},"
                + "'values':{'from':['2026-02-01'],'to':['2026-03-01']}"),
        after(
            "add-check-constraint",
            "'table':'items','constraint':{'name':'items_price_check','expression':'price > -1'}"),
        after(
            "rename-constraint",
            "'table':'items','constraint':'items_price_check','to':'items_price'"),
        after("drop-constraint", "'table':'items','constraint':'items_price'"),
        after(
            "sql",
            "'up':'ALTER TABLE items ADD CONSTRAINT items_shelf CHECK (shelf > 0) NOT VALID',"
                + "'down':'ALTER TABLE items DROP CONSTRAINT items_shelf'"),
        beside("validate-constraint", "'table':'items','constraint':'items_shelf'"),
        beside(
            "add-foreign-key",
            "'table':'items','constraint':{'name':'items_customer_fk','columns':['customer_id'],"
                + "'references':{'table':'customers','columns':['id']}}"),
        beside(
                "create-table",
                "'table':'orders','columns':["
                    + "{'name':'id','type':'bigint','identity':'always','primaryKey':true},"
                    + "{'name':'customer_id','type':'bigint','references':{'table':'customers'}}]")
            .as("refers to one in use"),
        after("drop-constraint", "'table':'items','constraint':'items_customer_fk'")
            .as("a foreign key"),
        beside("roll-back", "'request':'%s'").as("a foreign key again"),
        after(
            "add-unique-constraint",
            "'table':'items','constraint':{'name':'items_id_key','columns':['id']}"),
        after("drop-constraint", "'table':'items','constraint':'items_pkey'").as("a primary key"),
        after("add-primary-key", "'table':'items','key':{'name':'items_pkey','columns':['id']}"),
        alone(
            "add-exclusion-constraint",
            "'table':'items','constraint':{'name':'items_id_excl','method':'btree',"
                + "'elements':[{'column':'id','operator':'='}]}"),
        after(
            "desired-table",
            "'table':'customers','comment':'who buys','columns':["
                + "{'name':'id','type':'bigint','identity':'by-default','primaryKey':true},"
                + "{'name':'name','type':'text','nullable':false},{'name':'email','type':'text'}],"
                + "'indexes':[{'name':'idx_customers_name','columns':['name']}]"),
        beside("add-enum-value", "'enum':'item_states','value':'lost'"),
        after("rename-table", "'table':'items','to':'things'"),
        after("roll-back", "'request':'%s'").as("the name again"),
        after("drop-table", "'table':'items'"),
        beside("purge", "'request':'%s'"));
  }

  private static TableChange beside(String type, String rest) {
    return new TableChange(type, Manner.BESIDE_READERS, of(type, rest));
  }

  private static TableChange after(String type, String rest) {
    return new TableChange(type, Manner.AFTER_READERS, of(type, rest));
  }

  private static TableChange alone(String type, String rest) {
    return new TableChange(type, Manner.KEEPS_OTHERS_OUT, of(type, rest));
  }

  private static String of(String type, String rest) {
    return json("{'type':'%s',%s}".formatted(type, rest));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
