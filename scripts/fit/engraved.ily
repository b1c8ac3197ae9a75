% Writes what sounds in each score and where its bars begin, and engraves nothing: one file for each score.
#(define dump-files '())
#(define (dump-write context what . things)
  (let* ((score (or (ly:context-find context 'Score) context))
         (now (ly:context-current-moment context))
         (known (assq score dump-files))
         (port (if known (cdr known)
           (let ((new (open-output-file (format #f "~a-~2,'0d.dump" (ly:parser-output-name) (1+ (length dump-files))))))
             (set! dump-files (acons score new dump-files)) new))))
    (format port "~a ~a ~a ~{~a ~}\n" what (ly:moment-main now) (ly:moment-grace now) things)))
#(define dump-known '())
#(define (dump-id context)
  (let ((found (assq context dump-known)))
    (if found (cdr found)
      (let ((id (length dump-known))) (set! dump-known (acons context id dump-known)) id))))
#(define (dump-staff context) (dump-id (or (ly:context-find context 'Staff) context)))
#(define (dump-notes context)
  (make-engraver
    (listeners
      ((note-event engraver event)
        (let ((pitch (ly:event-property event 'pitch)))
          (if (ly:pitch? pitch)
            (dump-write context 'note (dump-staff context) (dump-id context)
              (ly:moment-main (ly:event-property event 'length (ly:make-moment 0)))
              (+ 60 (* 2 (ly:pitch-tones pitch)))))))
      ((tie-event engraver event)
        (dump-write context 'tie (dump-staff context) (dump-id context))))))
#(define (dump-bars context)
  (make-engraver
    ((process-music engraver)
      (let ((fraction (ly:context-property context 'timeSignatureFraction '(4 . 4))))
        (dump-write context 'bar
          (ly:moment-main (ly:context-property context 'measurePosition (ly:make-moment 0)))
          (ly:moment-main (ly:context-property context 'measureLength (ly:make-moment 1)))
          (car fraction) (cdr fraction)
          (ly:moment-main (ly:context-property context 'tempoWholesPerMinute (ly:make-moment 0))))))))
#(define (dump-staves context)
  (let ((id (dump-id context)))
    (make-engraver ((initialize engraver) (dump-write context 'staff id)))))
\layout {
  \context { \Score \consists #dump-bars }
  \context { \Staff \consists #dump-staves }
  \context { \Voice \consists #dump-notes }
}
#(define (dump-score . things)
  (let* ((score (last things))
         (layout (find (lambda (one) (eq? 'layout (ly:output-def-lookup one 'output-def-kind 'other)))
                   (ly:score-output-defs score))))
    (if layout (ly:run-translator (ly:score-music score) layout))))
toplevel-score-handler = #dump-score
book-score-handler = #dump-score
bookpart-score-handler = #dump-score
toplevel-book-handler = #(lambda (book) #t)
