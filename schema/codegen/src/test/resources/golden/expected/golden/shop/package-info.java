// Generated from the schema by schema-codegen. Do not edit.
/** Operations of the client "shop". */
@NullMarked
package golden.shop;

import org.jspecify.annotations.NullMarked;
