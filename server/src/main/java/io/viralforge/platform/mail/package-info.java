/**
 * Mails, in plain text, by SMTP when it is set up. They are written in the transaction of what they tell of and sent by
 * whichever replica takes them. Owns the table mail.
 */
@NullMarked
package io.viralforge.platform.mail;

import org.jspecify.annotations.NullMarked;
