/** The PDF renderer's worker, which finds its port by itself. */
import 'pdfjs-dist/build/pdf.worker.mjs';
