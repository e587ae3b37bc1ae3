/**
 * What can be called, one class for each: its {@code call} method has the arguments, a {@code
 * ProcedureHint} their names and types and those of the result.
 *
 * <p>To add one, write its class, name it in {@link
 * io.github.flinklakehouse.catalog.procedure.ProcedureSet}, and describe it in {@code
 * docs/procedures.md} with an example, which a test runs.
 */
package io.github.flinklakehouse.catalog.procedure;
