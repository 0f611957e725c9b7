accounts-name = Account
accounts-password = Password
accounts-sign-in-help = If the password is forgotten, ask your administrator for a new one.
accounts-sign-in-wrong = The account or the password is not right.
# $time (String) - The time of day.
accounts-sign-in-wait = That failed several times in a row. Please try again after { $time }.
accounts-sign-in-carried = Your sign-in has expired. What you filled in is kept and can be sent after signing in.
accounts-resume-title = Send on
accounts-resume-lead = You filled this in before your sign-in expired. It is not stored yet. Please check it and send it on.
accounts-resume-later = There were too many requests within a minute, so this is not stored yet. Please wait a moment, check it and send it on.
accounts-resume-send = Send on
accounts-resume-leave = Do not send
accounts-password-title = Change the password
accounts-password-forced = An administrator chose the present password. Please change it to one that only you know.
accounts-password-current = Present password
accounts-password-new = New password
accounts-password-new-help = At least 8 characters; no names, no account, no row of digits.
accounts-password-repeat = New password again
accounts-password-save = Save the new password
accounts-password-signs-out = Saving it signs out all other devices.
accounts-password-too-short = A password has at least 8 characters.
accounts-password-too-long = A password has at most 128 characters.
accounts-password-too-easy = This password is easily guessed. Please take another.
accounts-password-unchanged = The new password is the present one. Please take another.
accounts-password-differs = The two new passwords differ.
accounts-password-wrong = The present password is not right.
accounts-password-wait = That failed several times in a row. Please try again in fifteen minutes.
accounts-name-unfit = The name of an account has 1 to 64 characters.
accounts-name-taken = This name is in use.
accounts-person-has-one = This person has an account.
accounts-home = Organization
accounts-sessions = Signed-in devices
accounts-sessions-lead = If you do not know a device, sign it out and change your password.
accounts-device-unknown = Unknown device
accounts-since = Signed in
accounts-seen = Last used
accounts-end = Sign out
accounts-look = Display
accounts-look-language = Language
accounts-look-theme = Brightness
accounts-look-device = As the device
accounts-look-light = Light
accounts-look-dark = Dark
accounts-look-save = Save
accounts-number = No.
accounts-state = State
accounts-state-open = Open
accounts-state-closed = Closed
accounts-state-must-change = First password not changed yet
accounts-state-administrator = Administrator
accounts-previous = Previous page
accounts-next = Next page
accounts-lead = Open, reset and close accounts; rights follow posts.
accounts-search-hint = Account, name or pinyin initials
accounts-none = No accounts found
accounts-none-text = Search for something else, or open accounts.
accounts-invite = Open accounts
# $most (String) - How many.
accounts-invite-lead = Opens accounts for those in or below the organization who have none; the staff number becomes the name. At most { $most } at a time.
accounts-invite-hint = Everybody gets a first-sign-in code that must be changed.
accounts-invite-page = Open and show for printing
accounts-invite-sheet = Open and download as a sheet
accounts-no-place = Choose an organization.
accounts-all-have-one = Everybody there has an account.
accounts-codes = First-sign-in codes
# $place (String) - The organization.
# $count (String) - How many.
accounts-codes-line = { $place }: { $count } accounts opened
accounts-codes-once = Codes are shown this once and kept nowhere; print or copy them now.
accounts-code = First-sign-in code
accounts-nobody = nobody's
# $count (String) - How many.
accounts-open-sessions = { $count } open sessions
accounts-not-own = This is your own account: keep it under “My account”; another administrator closes it.
accounts-changed-meanwhile = The account has changed; reload the page.
accounts-do-reset = Reset
accounts-do-sign-out = End all sessions
accounts-do-close = Close
accounts-do-open = Open again
accounts-safety = Safety of the account
# $day (String) - The day.
accounts-password-since = Set on { $day }
accounts-password-set = Set
accounts-sessions-see = See them
accounts-codes-title = One-time codes
accounts-codes-off = Off. When they are on, signing in asks for six digits from your phone after the password.
# $since (String) - When they were turned on.
# $left (String) - How many recovery codes are left.
accounts-codes-since = On since { $since }; { $left } recovery codes left
accounts-codes-manage = Manage
accounts-codes-step = One-time code
accounts-codes-step-lead = The password is right. Open the authenticator on your phone and type the six digits that it shows for Xueji (学记).
accounts-codes-code = Six-digit code
accounts-codes-code-help = A code changes every 30 seconds, and each is good once.
accounts-codes-wrong = The code is not right. Check the time of your phone and type the six digits that it shows now.
# $time (String) - The time of day.
accounts-codes-used = This code was used before. Please type the one that is shown after { $time }.
accounts-codes-unreadable = The server's key is not the one with which your codes were set up, so they cannot be checked. Use a recovery code, or ask your administrator.
accounts-codes-over = More than ten minutes have passed, or this is another browser. Please type account and password again.
accounts-codes-back = Back to signing in
accounts-codes-set-up = Set up one-time codes
accounts-codes-set-up-lead = Your phone needs an authenticator: any application that supports TOTP will do.
accounts-codes-forced = Your organization asks your account to sign in with one-time codes.
accounts-codes-scan = 1. Scan with the authenticator
accounts-codes-drawing = The key as a QR code; it can be typed from below instead
accounts-codes-type = Where scanning is not possible, choose to type the key:
accounts-codes-prove = 2. Type the code it shows
accounts-codes-prove-help = Type the six digits that the authenticator shows now; only when they match are codes turned on.
accounts-codes-turn-on = Turn on
accounts-codes-turn-off = Turn one-time codes off
accounts-codes-not-matching = The code does not match the key. Check that you scanned the QR code of this page and that the time of the phone is right, then type the digits shown now.
accounts-codes-on-already = One-time codes are on already; reload the page.
accounts-codes-begin-anew = Setting up has expired; please open its page again.
accounts-codes-change-lead = New recovery codes, and turning codes off, need a code first. If the phone is lost and there is no recovery code, ask your administrator.
accounts-codes-demanded = Your organization asks your account for one-time codes; they cannot be turned off.
accounts-codes-reset = Take off
accounts-codes-reset-note = Only where the owner lost the phone and has no recovery code. Make sure who asks: this ends every session of the account and is noted in the trail.
accounts-recovery = Recovery codes
accounts-recovery-on = One-time codes are on. These are your recovery codes.
accounts-recovery-lead = Without the phone, a recovery code signs you in instead of a one-time code. Each is good once.
accounts-recovery-once = They are shown this once. Print or copy them now, and keep them apart from the phone.
accounts-recovery-print = Print
accounts-recovery-kept = Kept, go on
accounts-recovery-renew = New recovery codes
accounts-recovery-instead = Without the phone? Use a recovery code
accounts-recovery-code = Recovery code
accounts-recovery-help = Such as abcd-efgh-jkmn-pqrs; hyphens may be left out.
accounts-single-name = Single sign-on
# $name (String) - The provider.
accounts-single-sign-in = Sign in with { $name }
accounts-single-or = Or sign in with account and password
accounts-single-or-provider = Or
# $name (String) - The provider.
accounts-single-go = Go to { $name }
accounts-single-kept = What you filled in is kept for 15 minutes and can be sent after signing in.
# $name (String) - The provider.
accounts-single-link-lead = After you sign in at { $name }, that identity is linked to your present account and signs you in from then on.
accounts-single-link = Link
accounts-single-none = Not linked
# $called (String) - What the provider calls the person.
# $since (String) - When it was linked.
accounts-single-linked = Linked { $since }, called { $called } there
accounts-single-unlink = Unlink
accounts-single-unlink-note = Unlinking signs out every device that signed in as this identity. Signing in with it again links it anew by the account's name.
accounts-single-begin-anew = This sign-in has expired or did not begin on this page. Please sign in again.
# $name (String) - The provider.
accounts-single-given-up = The sign-in at { $name } was not finished. Try again, or use account and password.
# $name (String) - The provider.
accounts-single-down = { $name } does not answer at the moment. Try again later, or use account and password.
# $name (String) - The provider.
accounts-single-wrong = The answer of { $name } did not pass the checks, so nobody was signed in. Try again; if it happens again, tell your administrator.
# $called (String) - What the provider calls the person.
# $name (String) - The provider.
accounts-single-unknown = { $name } says that you are “{ $called }”, but there is no such account here. Ask your administrator to open one.
# $name (String) - The provider.
accounts-single-nameless = { $name } does not tell the name of your account, so it cannot be found. Ask your administrator.
accounts-single-closed = Your account is closed. Ask your administrator if it should be opened again.
accounts-single-by-hand = An administrator's account is not linked by itself. Sign in with the password first, then link it under “My account”.
# $called (String) - What the provider calls the person.
accounts-single-other = The account “{ $called }” is linked to another identity. Ask your administrator to look into it.
accounts-single-taken = This identity is linked to another account; unlink it there first.
accounts-single-one-only = Your account has a linked identity; unlink it before you link another.
accounts-single-left = You have signed out of Xueji.
# $name (String) - The provider.
accounts-single-leave = Sign out of { $name } as well
