// The one script of every page: small behaviors over pages that work without them.
// Each listens at the document, so parts swapped in later have it too.
import "htmx.org/dist/htmx.min.js";
import { keepUnsavedText } from "./drafts";
import { listFiles } from "./files";
import { guardForms } from "./forms";
import { readInspections } from "./inspections";
import { joinSentences } from "./joins";
import { signOut } from "./leaving";
import { learn } from "./lessons";
import { steerMatrix } from "./matrix";
import { writeMinutes } from "./minutes";
import { writeNotes } from "./notebook";
import { writeOffline } from "./offline";
import { narrowLists } from "./people";
import { reviewDrafts } from "./review";
import { chooseColumns } from "./sheets";
import { startTools } from "./tools";

startTools();
guardForms();
keepUnsavedText();
joinSentences();
readInspections();
steerMatrix();
narrowLists();
writeMinutes();
writeNotes();
writeOffline();
signOut();
learn();
listFiles();
reviewDrafts();
chooseColumns();
