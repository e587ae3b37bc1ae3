/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinklakehouse.catalog.procedure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;
import org.apache.iceberg.ManageSnapshots;

/**
 * A branch or tag that is to be made.
 *
 * @param retainDays how old its snapshot may become before it goes; null for what the table says
 */
record NewReference(IcebergTarget target, String name, @Nullable Integer retainDays) {

    NewReference {
        requireNonNull(target, "target");
        requireNonNull(name, "name");
        if (name.isBlank()) {
            throw target.refuse("would get a branch or tag without a name");
        }
        target.reference(name)
                .ifPresent(
                        reference -> {
                            throw target.refuse(
                                            "has the %s '%s' already"
                                                    .formatted(
                                                            reference.isTag() ? "tag" : "branch",
                                                            name))
                                    .instead("take another name");
                        });
        if (retainDays != null && retainDays < 1) {
            throw target.refuse("would keep '" + name + "' for " + retainDays + " days")
                    .instead("retain_days is at least 1");
        }
    }

    /** The id of the current snapshot; refuses when the table never had rows. */
    long currentSnapshotId() {
        return target.currentSnapshotId()
                .orElseThrow(() -> target.refuse("has no snapshot yet").instead("insert rows"));
    }

    /** Makes it; the row has its name and its snapshot. */
    Row[] create(UnaryOperator<ManageSnapshots> creation) {
        target.commit(
                () -> {
                    ManageSnapshots change = creation.apply(target.table().manageSnapshots());
                    if (retainDays != null) {
                        change.setMaxRefAgeMs(name, Duration.ofDays(retainDays).toMillis());
                    }
                    change.commit();
                });
        target.table().refresh();
        return new Row[] {Row.of(name, target.table().refs().get(name).snapshotId())};
    }
}
