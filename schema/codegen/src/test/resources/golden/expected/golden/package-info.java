// Generated from the schema by schema-codegen. Do not edit.
/** What all clients share: inputs, enums, and how answers are read. */
@NullMarked
package golden;

import org.jspecify.annotations.NullMarked;
