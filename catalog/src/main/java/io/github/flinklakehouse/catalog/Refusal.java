package io.github.flinklakehouse.catalog;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.table.api.ValidationException;

/**
 * The sentence in which something is refused: what, which table, why, and what to do instead.
 *
 * <p>For example: Cannot rename column of table: db.t is a Hive table of Parquet files — …
 */
public final class Refusal extends ValidationException {

    private Refusal(String sentence) {
        super(sentence);
    }

    /** Refuses to do this with a table, for this reason about the table. */
    public static Refusal of(String what, MetastoreTable table, String why) {
        return new Refusal("Cannot " + what + ": " + table.fullName() + " — " + why);
    }

    /** Refuses to do this with a name that has no record yet. */
    public static Refusal of(String what, String name, String why) {
        return new Refusal("Cannot " + what + ": " + name + " — " + why);
    }

    /** The same refusal with advice. */
    public Refusal instead(String advice) {
        return new Refusal(getMessage() + "; " + advice + ".");
    }
}
