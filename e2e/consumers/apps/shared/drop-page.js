import { Magika } from '@nearside/magika';

/** The whole application: drop a file anywhere, read its label and score, or the error's code and message. */
export function startDropPage(createOptions) {
  const output = document.querySelector('output');
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    try {
      const magika = await Magika.create(createOptions);
      const { label, score } = await magika.identify(file);
      output.textContent = `${label} ${score.toFixed(3)}`;
      magika.destroy();
    } catch (error) {
      output.textContent = `${error.code ?? error.name}: ${error.message}`;
    }
  });
  output.textContent = 'Drop a file';
}
