package io.schemawright.outbox;

import io.schemawright.database.DatabaseFault;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code outbox}. */
final class OutboxRows {
  /** The first key of the lanes' advisory locks: the letters of "lane". */
  private static final int LOCK_SPACE = 0x6c616e65;

  private static final String INSERT =
      "insert into outbox (lane, topic, key, header_names, header_values, payload)"
          + " values (?, ?, ?, ?, ?, ?)";

  private static final String TAKE =
      """
      with lock as materialized (
        select pg_try_advisory_xact_lock(?, ?)
               and set_config('synchronous_commit', 'off', true) = 'off' as locked),
      taken as (
        delete from outbox
         where id in (select id from outbox where lane = ? and (select locked from lock)
                       order by id limit ?)
        returning id, topic, key, header_names, header_values, payload)
      select lock.locked, taken.* from lock left join taken on true
      """;

  private OutboxRows() {}

  private record Row(long id, OutgoingRecord record) {}

  /** A row of the answer to {@link #TAKE}: there is one without a row taken where there is none. */
  private record Look(boolean locked, Optional<Row> taken) {}

  static void insert(Handle handle, List<OutgoingRecord> records, int lanes) {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT)) {
      for (OutgoingRecord record : records) {
        insert.setShort(1, (short) record.lane(lanes));
        insert.setString(2, record.topic());
        insert.setBytes(3, record.key());
        insert.setArray(4, array(insert, "text", record.headers().keySet().toArray()));
        insert.setArray(
            5, array(insert, "bytea", record.headers().values().toArray(byte[][]::new)));
        if (record.payload() == null) {
          insert.setNull(6, Types.BINARY);
        } else {
          insert.setBytes(6, record.payload());
        }
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFault("cannot write to the outbox", e);
    }
  }

  private static Array array(PreparedStatement statement, String type, Object[] elements)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, elements);
  }

  /**
   * Tries the lane's lock until the end of the transaction, and takes the oldest rows of the lane
   * away, in the order in which they were written. Empty where somebody else has the lock. Rows
   * that went between the statement's snapshot and the lock are passed over, as PostgreSQL's READ
   * COMMITTED has it (PostgreSQL manual, 13.2.1).
   *
   * <p>The commit is not waited for on disk: a delete that a crash forgets only means that a record
   * is sent again, under the same id.
   */
  static Optional<List<OutgoingRecord>> takeOldest(Handle handle, int lane, int most) {
    List<Look> looks =
        handle
            .createQuery(TAKE)
            .bind(0, LOCK_SPACE)
            .bind(1, lane)
            .bind(2, lane)
            .bind(3, most)
            .map((row, context) -> new Look(row.getBoolean("locked"), taken(row)))
            .list();
    return looks.get(0).locked()
        ? Optional.of(
            looks.stream()
                .flatMap(look -> look.taken().stream())
                .sorted(Comparator.comparingLong(Row::id))
                .map(Row::record)
                .toList())
        : Optional.empty();
  }

  private static Optional<Row> taken(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    return row.wasNull() ? Optional.empty() : Optional.of(new Row(id, record(row)));
  }

  private static OutgoingRecord record(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("header_names").getArray();
    byte[][] values = (byte[][]) row.getArray("header_values").getArray();
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      headers.put(names[i], values[i]);
    }
    return new OutgoingRecord(
        row.getString("topic"), row.getBytes("key"), headers, row.getBytes("payload"));
  }

  static boolean anyIn(Handle handle, int lane) {
    return handle
        .createQuery("select exists (select from outbox where lane = ?)")
        .bind(0, lane)
        .mapTo(Boolean.class)
        .one();
  }

  static List<Integer> lanes(Handle handle) {
    return handle.createQuery("select distinct lane from outbox").mapTo(Integer.class).list();
  }

  static Backlog backlog(Handle handle) {
    return handle
        .createQuery(
            "select count(*) as events,"
                + " coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as age"
                + " from outbox")
        .map(
            (row, context) ->
                new Backlog(
                    row.getLong("events"), Duration.ofMillis((long) (row.getDouble("age") * 1000))))
        .one();
  }
}
